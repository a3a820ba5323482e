/** The law of snapshots notices of each field that it was forgotten, and that it is off by little. */
import { describe, expect, it } from '@jest/globals';
import {
  checkLaws,
  laws,
  type MakeSubject,
  type Subject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { latin1 } from '@sansocket/testkit/wire';
import fc from 'fast-check';
import type { Role, Snapshot } from 'sansocket';

/** Whether a case of the law finds something, but that of data which is no snapshot. */
function disagrees(make: MakeSubject): boolean {
  const law = laws.find(({ name }) => name === 'snapshot')!;
  const cases = law.cases(make).filter(({ label }) => label !== ON_THE_WAY);
  // Most is found by a few values of one case or of another.
  return [0.05, 0.3, 1].some((part) =>
    cases.some(({ property, runs }) => {
      return fc.check(property, { numRuns: Math.ceil(part * runs), seed: 7, endOnFailure: true })
        .failed;
    }),
  );
}

const ON_THE_WAY = 'data that was changed on the way';

/** A subject like the one of core, but for what is put in the place of something. */
function faulty(role: Role, fault: (subject: Subject) => Partial<Subject>): MakeSubject {
  const make = sansocketSubject(role);
  return (limits, timeouts) => {
    const subject = make(limits, timeouts);
    return { ...subject, ...fault(subject) };
  };
}

/** What a snapshot becomes on the way. */
type Change = (snapshot: Record<string, unknown> & Snapshot) => unknown;

const opening: Readonly<Record<Role, Uint8Array>> = {
  server: latin1(
    [
      'GET / HTTP/1.1',
      'Host: a.example',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Protocol: chat',
      '\r\n',
    ].join('\r\n'),
  ),
  client: latin1(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: chat',
      '\r\n',
    ].join('\r\n'),
  ),
};

/** Every snapshot becomes this on the way. */
function changing(role: Role, change: Change): MakeSubject {
  const connection = { subprotocols: ['chat'] };
  const make = sansocketSubject(role, { connection, opening: opening[role] });
  return (limits, timeouts) => {
    const { moved, ...subject } = make(limits, timeouts);
    return {
      ...subject,
      moved: (onTheWay = (data) => data) =>
        moved!((data) => onTheWay(change(data as Record<string, unknown> & Snapshot))),
    };
  };
}

const put = (name: keyof Snapshot, value: unknown): Change => {
  return (snapshot) => ({ ...snapshot, [name]: value });
};
const ofPings = (change: (pings: Snapshot['pings']) => object): Change => {
  return (snapshot) => ({ ...snapshot, pings: { ...snapshot.pings, ...change(snapshot.pings) } });
};
const ofLast = (change: object): Change =>
  ofPings(({ last }) => ({ last: last && { ...last, ...change } }));
const ofStats = (name: keyof Snapshot['stats'], to: (was: number) => number): Change => {
  return ({ stats, ...rest }) => ({ ...rest, stats: { ...stats, [name]: to(stats[name]) } });
};
const ofTimeouts = (reason: string, inMs: (ms: number) => number): Change => {
  return (snapshot) => ({
    ...snapshot,
    timeouts: snapshot.timeouts.map((one) =>
      one.reason === reason ? { reason, inMs: inMs(one.inMs) } : one,
    ),
  });
};
const withoutTimeout = (reason: string): Change => {
  return (snapshot) => ({
    ...snapshot,
    timeouts: snapshot.timeouts.filter((one) => one.reason !== reason),
  });
};

const NOTHING: Uint8Array = new Uint8Array(0);

/** Each field: forgotten, and off by little. */
const changes: Readonly<Record<keyof Snapshot, readonly Change[]>> = {
  version: [put('version', 2)],
  role: [({ role, ...rest }) => ({ ...rest, role: role === 'server' ? 'client' : 'server' })],
  subprotocol: [put('subprotocol', undefined), put('subprotocol', 'superchat')],
  received: [
    put('received', new Uint8Array(0)),
    (snapshot) => ({ ...snapshot, received: snapshot.received.slice(0, -1) }),
    (snapshot) => ({ ...snapshot, received: snapshot.received.map((byte) => byte ^ 1) }),
  ],
  offset: [put('offset', 0), (snapshot) => ({ ...snapshot, offset: snapshot.offset + 1 })],
  sending: [
    put('sending', undefined),
    ({ sending, ...rest }) => ({
      ...rest,
      sending: sending && { ...sending, data: typeof sending.data === 'string' ? '' : NOTHING },
    }),
    ({ sending, ...rest }) => ({
      ...rest,
      sending: sending && { data: NOTHING, kind: sending.kind === 'text' ? 'binary' : 'text' },
    }),
  ],
  sent: [put('sent', 0), (snapshot) => ({ ...snapshot, sent: snapshot.sent + 1 })],
  unsent: [put('unsent', 0), (snapshot) => ({ ...snapshot, unsent: snapshot.unsent + 1 })],
  waited: [put('waited', 0), put('waited', 2 ** 30)],
  full: [put('full', false), put('full', true)],
  pendingPing: [put('pendingPing', undefined), put('pendingPing', NOTHING)],
  pings: [
    ofPings(() => ({ count: 0 })),
    ofPings(({ count }) => ({ count: count + 1 })),
    ofPings(() => ({ last: undefined })),
    ofPings(() => ({ latency: undefined })),
    ofPings(() => ({ latency: 5 })),
    ofPings(() => ({ end: 0 })),
    ofPings(({ end }) => ({ end: end + 1000 })),
    ofLast({ ageMs: 0 }),
    ofLast({ payload: NOTHING }),
  ],
  stats: [ofStats('framesReceived', () => 0), ofStats('messageBytesSent', (bytes) => bytes + 1)],
  paused: [put('paused', false), put('paused', true)],
  looking: [put('looking', false), put('looking', true)],
  looked: [put('looked', 0), put('looked', 2 ** 30)],
  timeouts: [
    put('timeouts', []),
    ...['keepalive-ping', 'keepalive-pong', 'idle', 'slow-peer'].flatMap((reason) => [
      withoutTimeout(reason),
      ofTimeouts(reason, (ms) => ms + 1),
      ofTimeouts(reason, (ms) => ms - 1),
    ]),
  ],
};

describe('the law of snapshots', () => {
  const rows = (['server', 'client'] as const).flatMap((role) =>
    Object.entries(changes).flatMap(([field, its]) =>
      its.map((change, i) => ({ role, field, i, change })),
    ),
  );

  it.each(rows)('finds what becomes of $field of a $role: $i', ({ role, change }) => {
    expect(disagrees(changing(role, change))).toBe(true);
  });

  it('knows every field', () => {
    let fields: readonly string[] = [];
    const make = changing('server', (snapshot) => {
      fields = Object.keys(snapshot);
      return snapshot;
    });
    expect(disagrees(make)).toBe(false);
    expect(fields).toEqual(Object.keys(changes));
  });

  it('finds data that is taken though it is none', () => {
    const make = faulty('server', ({ moved }) => ({
      moved: (change) =>
        moved!((data) => {
          const changed = change?.(data);
          const isNone = typeof (changed as { offset?: unknown } | undefined)?.offset !== 'number';
          if (isNone) throw new Error('Cannot read properties of undefined');
          return changed;
        }),
      isRefusal: (error) => (error as Error).constructor !== Error,
    }));
    const { rows: cases } = checkLaws(make, { laws: ['snapshot'], seed: 7, print: () => {} });
    const [row] = cases.filter((one) => one.case === ON_THE_WAY);
    expect(row?.verdict).toBe('disagrees');
  });
});
