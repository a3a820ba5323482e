/**
 * A testee that the command starts itself.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A process that is a server, or a client; its output goes to this process's standard error. */
export class Testee {
  readonly #command: string;
  readonly #output: 2 | 'ignore';
  #process: ChildProcess | undefined;
  #isStopped = false;

  /** @param output - Where its output goes. Default: to standard error. */
  constructor(command: string, output: 2 | 'ignore' = 2) {
    this.#command = command;
    this.#output = output;
  }

  /** Whether its process still runs. */
  get isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  /** Starts it, again if it has ended. It ends with this process, however that ends. */
  start(): void {
    if (this.#isStopped) return;
    process.off('exit', this.#kill).on('exit', this.#kill);
    const output = this.#output;
    // A group of its own: what a shell has started ends with it.
    this.#process = spawn(this.#command, {
      shell: true,
      detached: true,
      stdio: ['ignore', output, output],
    });
    this.#process.on('error', () => undefined);
  }

  /** Waits for its end. @returns Whether it has ended in time. */
  async ended(ms: number): Promise<boolean> {
    const child = this.#process;
    if (child === undefined || !this.isRunning) return true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    return !this.isRunning;
  }

  /** How it crashed: by a signal, which a shell tells as 128 and its number. */
  get crash(): string | undefined {
    const { exitCode, signalCode } = this.#process ?? {};
    if (typeof signalCode === 'string') return `was ended by ${signalCode}`;
    return (exitCode ?? 0) > 128 ? `ended with exit code ${exitCode}` : undefined;
  }

  /** Ends it. @param isFinal - It is not started again. */
  async stop(isFinal = false): Promise<void> {
    this.#isStopped ||= isFinal;
    const child = this.#process;
    if (child?.pid === undefined || !this.isRunning) return;
    const ended = once(child, 'exit');
    this.#signal('SIGTERM');
    const timer = setTimeout(this.#kill, 2000);
    await ended;
    clearTimeout(timer);
  }

  /** Lets go of a process that has ended. */
  forget(): void {
    process.off('exit', this.#kill);
  }

  readonly #kill = (): void => this.#signal('SIGKILL');

  /** To the whole group. */
  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended in the meantime.
    }
  }
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
