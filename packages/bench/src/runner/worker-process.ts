/**
 * A worker in a process of its own.
 *
 * @module
 */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environmentOf, type PeerName } from '../peers/index.ts';
import type { Work } from '../work/index.ts';
import type { Answer, Request } from '../worker/index.ts';
import { commandFor, type RuntimeName, workspaceRoot } from './runtimes.ts';

const script = fileURLToPath(new URL('../../dist/worker/main.js', import.meta.url));

/** Asks a worker, one request at a time. */
export class WorkerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = '';

  constructor(runtime: RuntimeName, peer: PeerName, exactHeap: boolean) {
    const [program, ...args] = commandFor(runtime, script, exactHeap);
    const env = { ...process.env, NO_COLOR: '1', ...environmentOf(peer) };
    this.#child = spawn(program, args, { cwd: workspaceRoot, env });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts a worker and sets up its work. @throws Error when the peer cannot do it. */
  static async open(
    runtime: RuntimeName,
    peer: PeerName,
    work: Work,
    exactHeap: boolean,
  ): Promise<WorkerProcess> {
    const worker = new WorkerProcess(runtime, peer, exactHeap);
    await worker.ask({ type: 'open', peer, work });
    return worker;
  }

  /** @throws Error when the worker failed or is gone. */
  async ask(request: Request): Promise<Answer & { readonly ok: true }> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const next = await this.#lines.next();
    if (next.done === true) throw new Error(`Worker has ended: ${this.#errors}`);
    const answer = JSON.parse(next.value) as Answer;
    if (!answer.ok) throw new Error(answer.error);
    return answer;
  }

  /** Ends it. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'close');
    this.#child.stdin.end();
    await ended;
  }
}
