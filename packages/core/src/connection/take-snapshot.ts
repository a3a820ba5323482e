/**
 * Makes a snapshot of a machine, and a machine of a snapshot.
 *
 * @module
 */

import { isToken } from '../extensions/index.ts';
import { aRole, MAX_CONTROL_PAYLOAD } from '../framing/index.ts';
import {
  aBoolean,
  aFinite,
  aMessage,
  anObject,
  aUint8Array,
  checkKind,
  checkWhole,
  type Kind,
  type Shape,
  tagOf,
} from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import type { Machine } from './machine.ts';
import { count } from './option-checks.ts';
import { aMessageKind } from './sender.ts';
import type { PingState, SendingPart, Snapshot } from './snapshot.ts';
import { addStats, statsShape } from './stats.ts';

const aPayload: Kind<Uint8Array> = ['a Uint8Array of 125 bytes at most', isPayload];

const shape: Shape<Snapshot> = {
  version: count as Kind<1>,
  role: aRole,
  subprotocol: [
    'a token or undefined',
    (value) => value === undefined || (typeof value === 'string' && isToken(value)),
  ],
  received: aUint8Array,
  offset: count,
  sending: 'an object or undefined',
  sent: count,
  unsent: count,
  waited: count,
  full: aBoolean,
  pendingPing: [
    'a Uint8Array of 125 bytes at most or undefined',
    (value) => value === undefined || isPayload(value),
  ],
  pings: anObject,
  stats: anObject,
  paused: aBoolean,
  looking: aBoolean,
  looked: count,
  timeouts: ['an array', Array.isArray],
};

const sendingShape: Shape<SendingPart> = { kind: aMessageKind, data: aMessage };

const pingsShape: Shape<PingState> = {
  count: count,
  last: 'an object or undefined',
  latency: ['a number or undefined', (value) => value === undefined || Number.isFinite(value)],
  end: count,
};

const lastShape: Shape<PingState['last'] & object> = { payload: aPayload, ageMs: aFinite };

const timeoutShape: Shape<Snapshot['timeouts'][number]> = {
  reason: "'keepalive-ping' or 'keepalive-pong' or 'idle' or 'slow-peer'",
  inMs: aFinite,
};

function isPayload(value: unknown): boolean {
  return tagOf(value) === 'Uint8Array' && (value as Uint8Array).length <= MAX_CONTROL_PAYLOAD;
}

/** @throws TypeError with the name of the member that has another kind. */
function checkSnapshot(snapshot: Snapshot): void {
  checkWhole(snapshot, shape, 'snapshot');
  const { sending, pings, stats, timeouts } = snapshot;
  checkWhole(pings, pingsShape, 'snapshot.pings');
  checkWhole(stats, statsShape, 'snapshot.stats');
  if (sending !== undefined) checkWhole(sending, sendingShape, 'snapshot.sending');
  if (pings.last !== undefined) checkWhole(pings.last, lastShape, 'snapshot.pings.last');
  for (const timeout of timeouts) checkWhole(timeout, timeoutShape, 'snapshot.timeouts');
}

/** @throws StateError unless the connection is open, all events and outputs are read, and no extension is in use. */
export function takeSnapshot(machine: Machine): Snapshot {
  const { role, agreement, inbox, outbox, deadlines, limits, paused } = machine;
  const why = obstacle(machine);
  if (why !== undefined) throw new StateError(`Cannot take a snapshot: ${why}`);
  const { bytes, offset } = inbox.history(role, limits.maxFrameBytes);
  return {
    version: 1,
    role,
    subprotocol: agreement?.subprotocol,
    received: bytes,
    offset,
    ...outbox.snapshot(deadlines.now),
    stats: machine.stats,
    paused,
    looking: machine.isLooking,
    looked: machine.looked,
    timeouts: deadlines.all().map(({ reason, at }) => ({ reason, inMs: at - deadlines.now })),
  };
}

/** Brings a new machine to the state of the snapshot. */
export function resumeSnapshot(machine: Machine, snapshot: Snapshot): void {
  checkSnapshot(snapshot);
  const { role, version, subprotocol, received, offset, timeouts } = snapshot;
  if ((version as number) !== 1 || role !== machine.role) {
    throw new TypeError(`Cannot restore: the snapshot is version ${version} of a ${role}`);
  }
  const event = { type: 'open', subprotocol, extensions: '', fields: [] } as const;
  machine.apply({ kind: 'established', event, extensions: [], offset, rest: received.slice() });
  // The application has received these events already.
  while (machine.nextEvent() !== undefined);
  if (machine.state !== 'open')
    throw new RangeError('Cannot restore: received breaks a rule, or the limits are lower now');
  machine.outbox.resume(snapshot, machine.deadlines.now);
  machine.before = addStats(snapshot.stats, machine.stats, -1);
  machine.paused = snapshot.paused;
  machine.isLooking = snapshot.looking;
  machine.looked = snapshot.looked;
  machine.deadlines.clearAll();
  for (const { reason, inMs } of timeouts) machine.deadlines.armIn(reason, inMs);
  checkKind('snapshot.timeouts', timeouts, [
    'an array with each reason once',
    () => machine.deadlines.all().length === timeouts.length,
  ]);
}

function obstacle({
  state,
  events,
  inbox,
  outbox,
  agreement,
  version,
  isStream,
}: Machine): string | undefined {
  if (state !== 'open') return `the connection is ${state}`;
  if (events !== undefined || inbox.unread > 0) return 'events wait to be taken';
  if (inbox.streamEnd !== undefined) return 'the peer has ended the stream';
  if (!outbox.queue.isTaken) return 'output waits to be taken';
  if (isStream) return 'its transport is a stream';
  if (version !== undefined) return 'the version is not that of RFC 6455';
  return agreement?.extensions.length === 0 ? undefined : 'an extension is in use';
}
