/**
 * The asking side: a program in a separate process.
 *
 * @module
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Answer } from './answer-requests.ts';
import { type Command, workspaceRoot } from './runtimes.ts';

/** A program that runs. */
export interface Program {
  readonly pid: number;
  /**
   * Asks one thing at a time.
   *
   * @returns The program's answer, of any type.
   * @throws Error when the program has failed, which ends it, or has ended.
   */
  ask(request: object): Promise<unknown>;
  /** Ends its input, and waits until it has ended. */
  close(): Promise<void>;
}

/** @param environment - Variables in addition to those of this process. */
export function startProgram(
  [program, ...args]: Command,
  environment: Readonly<Record<string, string>> = {},
): Program {
  const env = { ...process.env, NO_COLOR: '1', ...environment };
  const child = spawn(program, args, { cwd: workspaceRoot, env });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // Writing to a program that has ended; `ask` says why it has.
  child.stdin.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const next = await lines.next();
      if (next.done === true) throw new Error(`${program} has ended: ${errors}`);
      const answer = JSON.parse(next.value) as Answer;
      if (answer.ok) return answer.value;
      child.stdin.end();
      throw new Error(answer.error);
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
