/**
 * A worker: one peer at one piece of work, as it is told on standard input.
 *
 * @module
 */

import process from 'node:process';
import { createInterface } from 'node:readline';
import { loadPeer, type Peer } from '../peers/index.ts';
import type { Task, Work } from '../work/index.ts';
import { allocatedBytes, heldBytes } from './heap.ts';
import type { Answer, Request } from './protocol.ts';
import { Stopwatch } from './stopwatch.ts';

/** What the worker was told to do. */
interface Job {
  readonly peer: Peer;
  readonly work: Work;
  readonly stopwatch: Stopwatch | undefined;
  readonly task: Task | undefined;
}

async function answer(request: Request, job: Job | undefined): Promise<[Answer, Job | undefined]> {
  if (request.type === 'open') return [{ ok: true }, await open(request)];
  if (job === undefined) throw new Error('Nothing is open');
  if (request.type === 'hold') return [{ ok: true, bytes: hold(job) }, job];
  const { stopwatch, task } = job;
  if (stopwatch === undefined || task === undefined) throw new Error('No task');
  switch (request.type) {
    case 'warm':
      return [{ ok: true, calls: await stopwatch.warm(request.ms, request.sliceMs) }, job];
    case 'slice':
      return [{ ok: true, slice: await stopwatch.slice() }, job];
    case 'allocate':
      return [{ ok: true, bytes: await allocatedBytes(task) }, job];
    default:
      return request satisfies never;
  }
}

async function open({ peer: name, work }: Request & { readonly type: 'open' }): Promise<Job> {
  const peer = await loadPeer(name);
  if (work.kind === 'idle') return { peer, work, stopwatch: undefined, task: undefined };
  const task = await taskOf(peer, work);
  if (task === undefined) throw new Error(`${name} does no such work`);
  return { peer, work, stopwatch: new Stopwatch(task), task };
}

function taskOf(
  peer: Peer,
  work: Exclude<Work, { kind: 'idle' }>,
): Task | Promise<Task> | undefined {
  switch (work.kind) {
    case 'decode':
      return peer.decode?.(work);
    case 'encode':
      return peer.encode?.(work);
    case 'handshake':
      return peer.handshake?.(work);
    case 'control':
      return peer.control?.(work);
    default:
      return work satisfies never;
  }
}

function hold({ peer, work }: Job): number {
  if (work.kind !== 'idle') throw new Error('Only idle connections are held');
  return heldBytes(() => peer.idle?.(work), work.connections);
}

async function serve(): Promise<void> {
  let job: Job | undefined;
  for await (const line of createInterface({ input: process.stdin })) {
    let reply: Answer;
    try {
      [reply, job] = await answer(JSON.parse(line) as Request, job);
    } catch (error) {
      reply = { ok: false, error: String(error instanceof Error ? error.stack : error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

await serve();
process.exit(0);
