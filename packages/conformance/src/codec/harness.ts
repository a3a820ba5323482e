/**
 * A harness: the process that has a parser under test. It reads commands and writes replies, each a line of JSON.
 *
 *     {"cmd":"start","version":1}                                         {"version":1}
 *     {"cmd":"run","id":1,"role":"server","chunks":["8185…","…"]}         {"events":[…]}
 *     {"cmd":"run","id":2,"role":"client","chunks":["…"],"extensions":"permessage-deflate"}
 *                                                                         {"skipped":true,"message":"…"}
 *     {"cmd":"stop"}                                                      (it ends)
 *
 * @module
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VectorEvent } from '../vectors/index.ts';

/** The reaction to one command. */
export type Reply =
  | { readonly kind: 'started' }
  | { readonly kind: 'events'; readonly events: readonly VectorEvent[] }
  | { readonly kind: 'skipped'; readonly message: string }
  /** A line that is no reply. */
  | { readonly kind: 'garbage'; readonly text: string }
  /** No line in time. */
  | { readonly kind: 'hang' }
  /** The process has ended. */
  | { readonly kind: 'dead'; readonly text: string };

/** The bytes of one run. */
export interface Run {
  readonly role: 'client' | 'server';
  /** In hex. */
  readonly chunks: readonly string[];
  readonly extensions?: string;
}

/** The most characters of a line: twice as many as the longest message of a case has in hex. */
const MOST_CHARACTERS = 67_108_864;

/** One process, which is started again after it has failed. */
export class Harness {
  readonly #command: string;
  #process: ChildProcess | undefined;
  /** The line in progress, and its length. */
  #parts: string[] = [];
  #length = 0;
  readonly #lines: string[] = [];
  #id = 0;
  #wake: (() => void) | undefined;

  constructor(command: string) {
    this.#command = command;
  }

  /** Starts the process. @param ms - Time limit in milliseconds. */
  async start(ms: number): Promise<Reply> {
    process.off('exit', this.kill).on('exit', this.kill);
    this.#parts = [];
    this.#length = 0;
    this.#lines.length = 0;
    // A group of its own: what a shell has started ends with it.
    const child = spawn(this.#command, { shell: true, detached: true, stdio: ['pipe', 'pipe', 2] });
    this.#process = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (this.#process === child) this.#receive(text);
    });
    child.stdin?.on('error', () => undefined);
    for (const event of ['error', 'close']) child.on(event, () => this.#wake?.());
    return this.#ask({ cmd: 'start', version: 1 }, ms);
  }

  /** Gives it bytes. After any failure the process is gone: start it again. */
  run(run: Run, ms: number): Promise<Reply> {
    this.#id++;
    return this.#ask({ cmd: 'run', id: this.#id, ...run }, ms);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || !this.#isRunning) return;
    child.stdin?.end(`${JSON.stringify({ cmd: 'stop' })}\n`);
    const isLate = sleep(1000, true, { ref: false });
    if (await Promise.race([once(child, 'exit').then(() => false), isLate])) this.kill();
  }

  /** Ends it at once. */
  readonly kill = (): void => {
    const pid = this.#process?.pid;
    this.#process = undefined;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  };

  get #isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  async #ask(command: object, ms: number): Promise<Reply> {
    const child = this.#process;
    const unasked = this.#lines.shift();
    if (unasked === undefined) {
      child?.stdin?.write(`${JSON.stringify(command)}\n`);
      await this.#untilLine(ms);
    }
    const line = unasked ?? this.#lines.shift();
    const reply = this.#replyIn(line, 'id' in command ? command.id : undefined);
    if (!['started', 'events', 'skipped'].includes(reply.kind)) this.kill();
    return reply;
  }

  async #untilLine(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    for (;;) {
      const left = deadline - performance.now();
      const isEnded = !this.#isRunning && this.#process?.stdout?.readableEnded !== false;
      if (this.#lines.length > 0 || left <= 0 || isEnded) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
  }

  #receive(text: string): void {
    const [first = '', ...rest] = text.split('\n');
    this.#parts.push(first);
    this.#length += first.length;
    for (const next of rest) {
      this.#lines.push(this.#parts.join(''));
      this.#parts = [next];
      this.#length = next.length;
    }
    // A line without an end is a failure like others.
    if (this.#length > MOST_CHARACTERS) this.#lines.push(this.#parts.splice(0).join(''));
    this.#wake?.();
  }

  #replyIn(line: string | undefined, id: unknown): Reply {
    if (line !== undefined) return replyIn(line, id);
    if (this.#isRunning) return { kind: 'hang' };
    const { exitCode, signalCode } = this.#process ?? {};
    return { kind: 'dead', text: signalCode ?? `exit code ${exitCode ?? 'unknown'}` };
  }
}

/** @param id - Of the run; `undefined` for the start. A reply need not have one. */
function replyIn(line: string, id: unknown): Reply {
  const garbage: Reply = { kind: 'garbage', text: line.slice(0, 200) };
  const reply = parsed(line);
  if (id === undefined) return reply?.['version'] === 1 ? { kind: 'started' } : garbage;
  if (reply === undefined || (reply['id'] ?? id) !== id) return garbage;
  const { events, skipped, message } = reply;
  if (skipped === true)
    return { kind: 'skipped', message: typeof message === 'string' ? message : '' };
  if (!Array.isArray(events)) return garbage;
  const known = events.flatMap((event) => eventIn(event) ?? []);
  return known.length === events.length ? { kind: 'events', events: known } : garbage;
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** An event in one spelling, without members that the language does not have; `undefined` for anything else. */
function eventIn(value: unknown): VectorEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const members = { ...value } as Readonly<Record<string, unknown>>;
  const { type, text, hex = '', code, reason = '' } = members;
  switch (type) {
    case 'text':
      return typeof text === 'string' ? { type, text } : undefined;
    case 'binary':
    case 'ping':
    case 'pong': {
      const isHex = typeof hex === 'string' && /^([0-9a-f]{2})*$/i.test(hex);
      return isHex ? { type, hex: hex.toLowerCase() } : undefined;
    }
    case 'close':
      return isCode(code) && typeof reason === 'string' ? { type, code, reason } : undefined;
    case 'error':
      if (code === undefined) return { type };
      return isCode(code) ? { type, code } : undefined;
    default:
      return undefined;
  }
}

function isCode(value: unknown): value is number {
  return Number.isInteger(value);
}
