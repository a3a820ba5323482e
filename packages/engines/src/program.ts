/**
 * A program in a separate process, with its output.
 *
 * @module
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** The end of a program. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Options for starting a program. */
export interface ProgramOptions {
  /** Its standard input. Default: empty. */
  readonly input?: string | undefined;
  /** The folder that it starts in. Default: this process's. */
  readonly cwd?: string | undefined;
}

/** A running program; its starter stops it. */
export class Program {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  #isOver = false;

  constructor(path: string, args: readonly string[], { input = '', cwd }: ProgramOptions = {}) {
    const env = { ...process.env, NO_COLOR: '1' };
    this.process = spawn(path, args, { cwd, env });
    this.process.stdout.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()));
    this.process.stderr.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()));
    // A program that does not read, or has ended, closes its input.
    this.process.stdin.on('error', () => undefined);
    this.process.stdin.end(input);
    this.#ended = once(this.process, 'close').then(([exitCode]) => {
      this.#isOver = true;
      return { exitCode: exitCode as number | null, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  /** Everything printed to its standard output so far. */
  get stdout(): string {
    return this.#stdout;
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  /** @returns The first group of the match of `pattern` in the output, once there is a match. */
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

  /**
   * Waits until it listens on a port of this machine, for a program that does not report it.
   *
   * @throws Error when it ends instead.
   */
  async listensOn(port: number): Promise<void> {
    while (!(await isOpen(port))) {
      if (!this.#isOver) continue;
      const { exitCode, stderr } = await this.#ended;
      throw new Error(`Program ended with ${String(exitCode)}: ${stderr}`);
    }
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.process.kill(signal);
  }
}

const RETRY_MS = 20;

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      setTimeout(() => {
        resolve(false);
      }, RETRY_MS);
    });
  });
}
