/**
 * A testee that the command starts itself.
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A process that listens on a port; its output goes to this process's standard error. */
export class Testee {
  readonly #command: string;
  #process: ChildProcess | undefined;
  #isStopped = false;

  constructor(command: string) {
    this.#command = command;
  }

  /** Whether its process still runs. */
  get isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  /** Starts it, again if it has ended. It ends with this process, however that ends. */
  start(): void {
    if (this.#isStopped) return;
    process.off('exit', this.#kill).on('exit', this.#kill);
    // A group of its own: what a shell has started ends with it.
    this.#process = spawn(this.#command, { shell: true, detached: true, stdio: ['ignore', 2, 2] });
    this.#process.on('error', () => undefined);
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
