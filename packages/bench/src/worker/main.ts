/**
 * A worker: one peer at one piece of work, which standard input names.
 *
 * @module
 */

import { loadPeer, type Peer } from '../peers/index.ts';
import { answerRequests } from '../program/index.ts';
import type { CodecWork, Task } from '../work/index.ts';
import { allocatedBytes, heldBytes, residentBytes } from './heap.ts';
import type { OpenRequest, Request, Slice } from './protocol.ts';
import { Stopwatch } from './stopwatch.ts';

/** The task of the worker. */
interface Job {
  readonly peer: Peer;
  readonly work: CodecWork;
  readonly stopwatch: Stopwatch | undefined;
  readonly task: Task | undefined;
}

async function answer(request: Request, job: Job | undefined): Promise<Slice | number> {
  if (job === undefined) throw new Error('Nothing is open');
  if (request.type === 'hold') return hold(job);
  const { stopwatch, task } = job;
  if (stopwatch === undefined || task === undefined) throw new Error('No task');
  switch (request.type) {
    case 'warm':
      return stopwatch.warm(request.ms, request.sliceMs);
    case 'slice':
      return stopwatch.slice();
    case 'allocate':
      return allocatedBytes(task);
    default:
      return request satisfies never;
  }
}

async function open({ peer: name, work }: OpenRequest): Promise<Job> {
  const peer = await loadPeer(name);
  if (work.kind === 'idle') return { peer, work, stopwatch: undefined, task: undefined };
  const task = await taskOf(peer, work);
  if (task === undefined) throw new Error(`${name} does no such work`);
  return { peer, work, stopwatch: new Stopwatch(task), task };
}

function taskOf(
  peer: Peer,
  work: Exclude<CodecWork, { kind: 'idle' }>,
): Task | Promise<Task> | undefined {
  switch (work.kind) {
    case 'decode':
      return peer.decode?.(work);
    case 'encode':
      return peer.encode?.(work);
    case 'inflate':
    case 'inflate-hostile':
      return peer.inflate?.(work);
    case 'deflate':
      return peer.deflate?.(work);
    case 'handshake':
      return peer.handshake?.(work);
    case 'control':
      return peer.control?.(work);
    default:
      return work satisfies never;
  }
}

function hold({ peer, work }: Job): number | Promise<number> {
  if (work.kind !== 'idle') throw new Error('Only idle connections are held');
  const make = (connections: number): unknown => peer.idle?.({ ...work, connections });
  if (work.compressedBytes !== undefined) return residentBytes(make, work.connections);
  return heldBytes(() => make(work.connections), work.connections);
}

async function serve(): Promise<never> {
  let job: Job | undefined;
  return answerRequests(async (given) => {
    const request = given as Request | OpenRequest;
    if (request.type !== 'open') return answer(request, job);
    job = await open(request);
    return 0;
  });
}

await serve();
