/**
 * A program in a process of its own, with what it prints.
 *
 * @module
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot } from './runtime.ts';

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Program {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  /** @param input - What it reads from its standard input. */
  constructor(path: string, args: readonly string[], input = '') {
    const env = { ...process.env, NO_COLOR: '1' };
    this.process = spawn(path, args, { cwd: workspaceRoot, env });
    this.process.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.process.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    this.process.stdin.end(input);
    this.#ended = once(this.process, 'close').then(([exitCode]) => ({
      exitCode: exitCode as number | null,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** @returns The first group of what `pattern` finds in the output, once it is there. */
  async find(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#stdout)?.[1];
      if (found !== undefined) return found;
      const more = once(this.process.stdout, 'data');
      const ended = this.#ended.then(({ stderr }) => {
        throw new Error(`Program ended without ${pattern.source}: ${stderr}`);
      });
      await Promise.race([more, ended]);
    }
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}

/** A program of this package, as it is built. */
export function example(name: string, ...args: readonly string[]): Program {
  return new Program(process.execPath, [
    join(workspaceRoot, 'packages/examples/dist', name),
    ...args,
  ]);
}
