/**
 * Every state x what becomes of the transport, of the output and of the application: each ends with one
 * `close` event, in a time that the timeouts bound (RFC 6455 §7.1, §7.2).
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { type Connection, type ConnectionOptions, ServerConnection } from 'sansocket';
import { defaultTimeouts } from 'sansocket/connection';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { End } from '../support/end.ts';
import { type RoleCase, roles } from '../support/roles.ts';

/** Each timeout but the idle one, which is off by default and would hide the others. */
const TIMEOUT = 1000;
const names = Object.keys(defaultTimeouts).filter((name) => name !== 'idleMs');
const options: ConnectionOptions = {
  timeouts: Object.fromEntries(names.map((name) => [name, TIMEOUT])),
};

/** Bytes of a message that waits for the transport. */
const BACKLOG = 100;
/** Between two of them that leave, in milliseconds. */
const CREDIT = 10;
/** Every timeout once, and the time in which a backlog leaves. */
const BOUND = names.length * TIMEOUT + 2 * BACKLOG * CREDIT;

type Enter = (role: RoleCase) => End | undefined;

/** How each state is entered; `undefined` where the role does not know it. */
const states: Readonly<Record<string, Enter>> = {
  'connecting, nothing has come': ({ connecting }) => connecting(options),
  'connecting, half a head has come': ({ role, connecting }) =>
    connecting(options).receive(bytesOf(role === 'server' ? 'GET / HTT' : 'HTTP/1.1 101 Sw')),
  'connecting, the request waits for the application': ({ role }) => {
    if (role === 'client') return undefined;
    const end = new End(new ServerConnection(options, 0)).receive(bytesOf(requestText()));
    end.events();
    return end;
  },
  'connecting, half the body of a rejection has come': ({ role, connecting }) => {
    if (role === 'server') return undefined;
    const head = 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\nwho';
    return connecting(options).receive(bytesOf(head));
  },
  'open, idle': ({ open }) => open(options),
  'open, output queued': ({ open }) => withBacklog(open(options)),
  'open, in the middle of a header': ({ open, received }) =>
    open(options).receive(received('82 05 61 62 63 64 65').subarray(0, 1)),
  'open, in the middle of a frame': ({ open, received }) =>
    open(options).receive(received('82 05 61 62 63 64 65').subarray(0, -2)),
  'open, in the middle of a message': ({ open, received }) =>
    open(options).receive(received('01 01 61')),
  'open, in the middle of a message of ours': ({ open }) => {
    const end = open(options);
    end.connection.send('a', { fin: false });
    return end;
  },
  'open, a ping of ours is not answered': ({ open }) => open(options).timeOut(),
  'our Close frame is out': ({ open }) => closed(open(options)),
  'our Close frame is behind a backlog': ({ open }) => closed(withBacklog(open(options))),
  'a Close frame came': ({ open, received }) => open(options).receive(received('88 02 03 e8')),
  'a Close frame came, with a backlog': ({ open, received }) =>
    withBacklog(open(options)).receive(received('88 02 03 e8')),
  'both Close frames are out': ({ open, received }) =>
    closed(open(options)).receive(received('88 02 03 e8')),
  'failed by a violation': ({ open, received }) => open(options).receive(received('83 00')),
  'failed by a violation, with a backlog': ({ open, received }) =>
    withBacklog(open(options)).receive(received('83 00')),
  'failed by the application': ({ open }) => {
    const end = open(options);
    end.connection.fail(1011, undefined, 0);
    return end;
  },
};

function withBacklog(end: End): End {
  end.connection.send(new Uint8Array(BACKLOG));
  return end;
}

function closed(end: End): End {
  end.connection.close(1000, undefined, 0);
  return end;
}

const ends = ['nothing', 'its end', 'a reset'] as const;
const credits = ['at once', 'a byte at a time', 'never'] as const;
const applications: Readonly<Record<string, (connection: Connection, now: number) => void>> = {
  reads: () => undefined,
  pauses: (connection) => {
    connection.pauseReceiving();
  },
  'pauses and closes': (connection, now) => {
    connection.pauseReceiving();
    connection.close(1000, undefined, now);
  },
  'closes and pauses': (connection, now) => {
    connection.close(1000, undefined, now);
    connection.pauseReceiving();
  },
};

/** A transport that gives and takes what a row says, and reads only while that is wanted. */
class Transport {
  /** When each `close` event came. */
  readonly closes: number[] = [];
  /** Whether an event came after it. */
  goesOn = false;
  isLetGo = false;
  readonly #end: End;
  readonly #credit: (typeof credits)[number];
  #next: (typeof ends)[number];
  #uncredited = 0;
  #creditsAt = Infinity;

  constructor(end: End, next: (typeof ends)[number], credit: (typeof credits)[number]) {
    this.#end = end;
    this.#next = next;
    this.#credit = credit;
  }

  /** Lets time go on from timeout to timeout, until there is none. */
  run(): void {
    while (this.#end.now <= 10 * BOUND) {
      while (this.#settle());
      const at = Math.min(this.#end.connection.nextTimeout()?.at ?? Infinity, this.#creditsAt);
      if (at === Infinity) return;
      this.#end.now = at;
      this.#creditByte();
      this.#end.connection.handleTimeout(at);
    }
  }

  /** @returns Whether anything has come of it. */
  #settle(): boolean {
    const { connection, now } = this.#end;
    for (const type of this.#end.types()) {
      this.goesOn ||= this.closes.length > 0;
      if (type === 'close') this.closes.push(now);
    }
    for (const output of this.#end.outputs()) {
      if (output.type === 'write') this.#uncredited += output.bytes.length;
      else this.isLetGo = true;
      if (output.type !== 'abort') continue;
      // An adapter may receive this of a stream that it has destroyed.
      this.#uncredited = 0;
      this.#next = 'nothing';
      connection.receiveError(undefined, now);
    }
    const waits = this.#uncredited > 0 && this.#creditsAt === Infinity;
    if (this.#credit === 'a byte at a time' && waits) this.#creditsAt = now + CREDIT;
    return this.#creditAll() || this.#reportEnd();
  }

  #creditAll(): boolean {
    if (this.#credit !== 'at once' || this.#uncredited === 0) return false;
    this.#end.connection.outputSent(this.#uncredited, this.#end.now);
    this.#uncredited = 0;
    return true;
  }

  #creditByte(): void {
    if (this.#creditsAt > this.#end.now) return;
    this.#creditsAt = Infinity;
    if (this.#uncredited === 0) return;
    this.#uncredited--;
    this.#end.connection.outputSent(1, this.#end.now);
  }

  /** A connection that does not read learns of no end and of no reset. */
  #reportEnd(): boolean {
    const { connection, now } = this.#end;
    if (this.#next === 'nothing' || !connection.wantsInput) return false;
    if (this.#next === 'its end') connection.receiveEnd(now);
    else {
      connection.receiveError(new Error('reset'), now);
      this.#uncredited = 0;
    }
    this.#next = 'nothing';
    return true;
  }
}

/** What is wrong with the end of a connection in a state, for each end of the peer and each credit. */
function faultsOf(
  enter: () => End,
  apply: (connection: Connection, now: number) => void,
): string[] {
  return ends.flatMap((next) =>
    credits.flatMap((credit) => {
      const end = enter();
      apply(end.connection, end.now);
      const start = end.now;
      const transport = new Transport(end, next, credit);
      transport.run();
      const { closes, goesOn, isLetGo } = transport;
      const faults: [isSo: boolean, what: string][] = [
        [closes.length !== 1, `${closes.length} close events`],
        [goesOn, 'an event after close'],
        [end.now - start > BOUND, `over after ${end.now - start} ms`],
        [end.connection.nextTimeout() !== undefined, 'a timeout is armed'],
        // Both halves are over: ours by an end or an abort, unless a reset came first.
        [!isLetGo && next !== 'a reset', 'the transport is kept'],
      ];
      return faults.flatMap(([isSo, what]) =>
        isSo ? [`the peer sends ${next}, output leaves ${credit}: ${what}`] : [],
      );
    }),
  );
}

describe.each(roles)('the end of a $role', (role) => {
  const known = Object.keys(states).filter((name) => states[name]!(role) !== undefined);

  describe.each(Object.keys(applications))('whose application %s comes once, in time,', (name) => {
    it.each(known)('%s (§7.1, §7.2)', (state) => {
      expect(faultsOf(() => states[state]!(role)!, applications[name]!)).toEqual([]);
    });
  });
});
