/**
 * From a machine to a snapshot, and back.
 *
 * @module
 */

import { StateError } from '../violations/index.ts';
import type { Machine } from './machine.ts';
import type { Snapshot } from './snapshot.ts';

/** @throws StateError unless the connection is open, nothing waits to be taken, and no extension is in use. */
export function takeSnapshot(machine: Machine): Snapshot {
  const { role, state, agreement, inbox, outbox, deadlines, limits, paused } = machine;
  const why = obstacle(machine);
  if (why !== undefined || agreement === undefined) {
    throw new StateError(`Cannot take a snapshot: ${why ?? `the connection is ${state}`}`);
  }
  const { bytes, offset } = inbox.history(role, limits.maxFrameBytes);
  return {
    version: 1,
    role,
    subprotocol: agreement.subprotocol,
    received: bytes,
    offset,
    ...outbox.snapshot(deadlines.now),
    paused,
    looking: machine.isLooking,
    timeouts: deadlines.all().map(({ reason, at }) => ({ reason, inMs: at - deadlines.now })),
  };
}

/** Brings a machine that has just been made to where the snapshot was taken. */
export function resumeSnapshot(machine: Machine, snapshot: Snapshot): void {
  const { role, version, subprotocol, received, offset, timeouts } = snapshot;
  if ((version as number) !== 1 || role !== machine.role) {
    throw new TypeError(`Cannot restore: the snapshot is version ${version} of a ${role}`);
  }
  const event = { type: 'open', subprotocol, extensions: '', fields: [] } as const;
  machine.take({ kind: 'established', event, extensions: [], offset, rest: received.slice() });
  // The application knows what led here.
  while (machine.nextEvent() !== undefined);
  if (machine.state !== 'open') throw new RangeError('Cannot restore: the limits are lower now');
  machine.outbox.resume(snapshot, machine.deadlines.now);
  machine.paused = snapshot.paused;
  machine.isLooking = snapshot.looking;
  machine.deadlines.clearAll();
  for (const { reason, inMs } of timeouts) machine.deadlines.armIn(reason, inMs);
}

function obstacle({
  state,
  events,
  inbox,
  outbox,
  agreement,
  version,
}: Machine): string | undefined {
  if (state !== 'open') return `the connection is ${state}`;
  if (events !== undefined || inbox.unread > 0) return 'events wait to be taken';
  if (inbox.streamEnd !== undefined) return 'the peer has ended the stream';
  if (!outbox.queue.isTaken) return 'output waits to be taken';
  if (version !== undefined) return 'the version is not that of RFC 6455';
  return agreement?.extensions.length === 0 ? undefined : 'an extension is in use';
}
