/**
 * Faults that each law has to find.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: all laws are tried with the same few ways to plant a fault.
import { describe, expect, it } from '@jest/globals';
import {
  checkLaws,
  type LawName,
  laws,
  type MakeSubject,
  type Meter,
  type Neighbours,
  type Subject,
  type SubjectEvent,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { nodeMeter } from '../support/node-meter.ts';

/** A subject like the one of core, but for what is put in the place of something. */
function faulty(fault: (subject: Subject) => Partial<Subject>): MakeSubject {
  const make = sansocketSubject('server');
  return (limits) => {
    const subject = make(limits);
    return { ...subject, ...fault(subject) };
  };
}

/** Translates its events. */
function retelling(retell: (event: SubjectEvent) => readonly SubjectEvent[]): MakeSubject {
  return faulty((subject) => ({
    takeEvents: (take) => subject.takeEvents((event) => retell(event).forEach(take)),
  }));
}

/** The cases of a law that a subject disagrees with. As all are expected, none is made smaller. */
function disagreements(make: MakeSubject, law: LawName, meter: Meter = {}): readonly string[] {
  const cases = laws.flatMap((one) => (one.name === law ? one.cases(make) : []));
  const { rows } = checkLaws(make, {
    laws: [law],
    seed: 7,
    peer: sansocketSubject('client'),
    meter,
    expectedDisagreements: cases.map(({ label }) => ({ law, case: label, isRare: true })),
    print: () => {},
  });
  return rows.filter(({ verdict }) => verdict === 'disagrees').map((row) => row.case);
}

describe('the law of chunking', () => {
  it('finds a byte that is lost when a chunk has but one', () => {
    const make = faulty(({ receive }) => {
      let received = 0;
      return {
        receive(chunk) {
          received += chunk.length;
          if (received < 300 || chunk.length !== 1) receive(chunk);
        },
      };
    });
    expect(disagreements(make, 'chunking')).toContain('legal frames');
  });

  it('finds an offset that is that of the chunk', () => {
    let chunkStart = 0;
    const make = faulty(({ receive, takeEvents }) => {
      let received = 0;
      return {
        receive(chunk) {
          chunkStart = received;
          received += chunk.length;
          receive(chunk);
        },
        takeEvents: (take) =>
          takeEvents((event) =>
            take(event.type === 'violation' ? { ...event, offset: chunkStart } : event),
          ),
      };
    });
    expect(disagreements(make, 'chunking')).toContain('frames with a defect');
  });
});

describe('the law of scheduling', () => {
  it('finds a look that changes something', () => {
    const make = faulty(({ poll, pong }) => ({
      poll(what) {
        poll?.(what);
        if (what === 'timeout') attempt(pong);
      },
    }));
    expect(disagreements(make, 'scheduling')).toContain('looking at any time');
  });

  it('finds a timeout that comes whenever it is asked for', () => {
    const make = faulty(({ wait, close }) => ({
      wait(ms) {
        wait?.(ms);
        if (ms > 0) attempt(() => close?.(1001, 'idle'));
      },
    }));
    expect(disagreements(make, 'scheduling')).toContain('a timeout before its time');
  });
});

describe('the law of the earliest failure', () => {
  it('finds a violation that is told one event too late', () => {
    const make = faulty(({ takeEvents }) => {
      let held: SubjectEvent | undefined;
      return {
        takeEvents: (take) => {
          if (held !== undefined) take(held);
          held = undefined;
          takeEvents((event) => {
            if (event.type === 'violation') held = event;
            else take(event);
          });
        },
      };
    });
    expect(disagreements(make, 'earliest-failure')).toContain('opcode-reserved');
  });

  it('finds a violation where there is none', () => {
    const make = retelling((event) => [
      event.type === 'ping' ? { type: 'violation', rule: 'opcode-reserved' } : event,
    ]);
    expect(disagreements(make, 'earliest-failure')).toContain('any bytes');
  });
});

describe('the law of totality', () => {
  it('finds an input that throws because of what the peer sent', () => {
    const make = faulty(({ receive }) => ({
      receive(chunk) {
        if (chunk.includes(0x0d) && chunk.includes(0xff)) throw new Error('unreachable');
        receive(chunk);
      },
    }));
    expect(disagreements(make, 'total')).toContain('any bytes');
  });

  it('finds an event behind the last one', () => {
    const make = retelling((event) =>
      event.type === 'close' ? [event, { type: 'drain' }] : [event],
    );
    expect(disagreements(make, 'total')).toContain('any bytes');
  });

  it('finds output that is not valid for the peer', () => {
    const make = faulty(({ takeOutput }) => ({
      takeOutput() {
        const { bytes, endings } = takeOutput!();
        // The opcode of a pong becomes one that is reserved.
        return { bytes: bytes.map((byte) => (byte === 0x8a ? 0x8b : byte)), endings };
      },
    }));
    expect(disagreements(make, 'total')).toContain('any bytes and inputs');
  });
});

describe('the law of bounds', () => {
  it('finds chunks that are kept', () => {
    const make = faulty(({ receive }) => {
      const kept: Uint8Array[] = [];
      return {
        receive(chunk) {
          kept.push(chunk.slice());
          receive(chunk);
        },
        state: () => ({ kept: kept.length }),
      };
    });
    const { retained } = nodeMeter();
    expect(disagreements(make, 'bounded', { retained })).toContain(
      'what is kept: messages that were taken',
    );
  });

  it('finds an event that keeps more than it says', () => {
    const make = retelling((event) => {
      if (event.type !== 'ping') return [event];
      return [{ ...event, payload: new Uint8Array(1_000).subarray(0, event.payload.length) }];
    });
    expect(disagreements(make, 'bounded')).toContain('an event keeps twice what it says');
  });

  it('finds work that grows faster than the bytes', () => {
    const make = faulty(({ receive }) => {
      let all = new Uint8Array(0);
      return {
        receive(chunk) {
          const longer = new Uint8Array(all.length + chunk.length);
          longer.set(all);
          all = longer;
          receive(chunk);
        },
      };
    });
    const { copied } = nodeMeter();
    expect(disagreements(make, 'bounded', { copied })).toContain(
      'work is linear: one frame, byte by byte',
    );
  });
});

describe('the law of the round trip', () => {
  it('finds a message that is sent otherwise than it was given', () => {
    const make = faulty(({ send }) => ({
      send: (data) => send?.(typeof data === 'string' ? data.trim() : data),
    }));
    expect(disagreements(make, 'round-trip')).toContain('messages, as the model reads them');
  });

  it('finds a ping that is not answered with its payload', () => {
    const make = faulty(({ ping }) => ({ ping: (payload) => ping?.(payload.slice(0, 1)) }));
    expect(disagreements(make, 'round-trip')).toContain(
      'pings to the other end, and back as pongs',
    );
  });
});

describe('the law of the oracle', () => {
  it('finds a close code that is told otherwise', () => {
    const make = retelling((event) => [
      event.type === 'close-received' && event.code === 1005 ? { ...event, code: 1000 } : event,
    ]);
    expect(disagreements(make, 'oracle')).toContain('an empty Close frame');
  });

  it('finds a rule that is not minded', () => {
    const make = retelling((event) =>
      event.type === 'violation' && event.rule === 'length-not-minimal' ? [] : [event],
    );
    expect(disagreements(make, 'oracle')).toContain('length-not-minimal');
    expect(disagreements(make, 'oracle')).not.toContain('reserved-bit-set');
  });

  it('finds another subprotocol than the client prefers', () => {
    // It chooses none at all.
    const make = faulty(() => ({ subprotocols: ['mqtt', 'superchat', 'chat'] }));
    expect(disagreements(make, 'oracle')).toContain('requests');
  });

  it('finds a pong that is missing', () => {
    const make = faulty(({ takeOutput }) => ({
      takeOutput: () => ({ bytes: takeOutput!().bytes.filter((b) => b !== 0x8a), endings: [] }),
    }));
    expect(disagreements(make, 'oracle')).toContain('answers to pings and pongs');
  });
});

describe('the law of replay', () => {
  it('finds what comes from elsewhere', () => {
    let calls = 0;
    const make = faulty(() => ({ state: () => ({ calls: calls++ }) }));
    expect(disagreements(make, 'replay')).toContain('the same inputs');
  });
});

describe('the law of limits', () => {
  it('finds a limit that is one too high, and one that is one too low', () => {
    const make = sansocketSubject('server');
    const higher: MakeSubject = ({ maxMessageBytes = 1000, ...limits } = {}) => ({
      ...make({ ...limits, maxMessageBytes: maxMessageBytes + 1 }),
      limits: { ...limits, maxMessageBytes },
    });
    expect(disagreements(higher, 'limits')).toContain('a message in fragments');
    const lower: MakeSubject = ({ maxEmptyFragments = 3, ...limits } = {}) => ({
      ...make({ ...limits, maxEmptyFragments: Math.max(maxEmptyFragments - 1, 0) }),
      limits: { ...limits, maxEmptyFragments },
    });
    expect(disagreements(lower, 'limits')).toEqual(['fragments without payload']);
  });
});

describe('the law of calls that throw', () => {
  /** Does something to one of two neighbours when a call of the first throws. */
  const disturbed = (disturb: (ends: Neighbours['ends']) => void): MakeSubject =>
    faulty(({ neighbours }) => ({
      neighbours: () => {
        const pair = neighbours!();
        const [one, other] = pair.ends;
        const send = (data: string | Uint8Array): void => {
          try {
            one.send?.(data);
          } catch (error) {
            attempt(() => disturb(pair.ends));
            throw error;
          }
        };
        return { ...pair, ends: [{ ...one, send }, other] };
      },
    }));

  it('finds what such a call has left behind, and what it has done to a neighbour', () => {
    expect(
      disagreements(
        disturbed(([one]) => one.pong?.()),
        'atomic',
      ),
    ).toEqual(['calls that throw']);
    expect(
      disagreements(
        disturbed(([, other]) => other.pong?.()),
        'atomic',
      ),
    ).toEqual(['calls that throw']);
    expect(
      disagreements(
        disturbed(() => undefined),
        'atomic',
      ),
    ).toEqual([]);
  });
});

describe('the law of time', () => {
  const found = (make: MakeSubject): readonly string[] => disagreements(make, 'time');

  /** Tells a connection of bytes that have left as if it were earlier, whenever that is so. */
  const creditedEarlier = (isSo: (subject: Subject) => boolean): MakeSubject =>
    faulty((subject) => {
      const { sent, setClock, takeOutput } = subject;
      let now = 0;
      let taken = 0;
      return {
        setClock(its) {
          now = its;
          setClock?.(its);
        },
        takeOutput() {
          const output = takeOutput!();
          if (output.bytes.length > 0) taken = now;
          return output;
        },
        sent(bytes) {
          if (isSo(subject)) setClock?.(taken);
          sent?.(bytes);
          setClock?.(now);
        },
      };
    });

  it('finds a pong that is waited for from when its ping was queued', () => {
    const make = creditedEarlier(({ wantsInput }) => wantsInput!());
    expect(found(make)).toContain('timeouts of any size');
  });

  it('finds an end that is waited for from when it was queued, whatever still leaves', () => {
    const make = creditedEarlier(({ state }) => state?.()['readyState'] !== 'open');
    expect(found(make)).toContain('timeouts of the end');
  });

  it('finds a timeout that is left behind the end', () => {
    const make = faulty(({ nextTimeout, state }) => ({
      nextTimeout: () => nextTimeout?.() ?? (state?.()['readyState'] === 'closed' ? 5 : undefined),
    }));
    expect(found(make)).toContain('timeouts of the end');
  });

  it('finds a timeout that comes a millisecond early', () => {
    const make = faulty(({ setClock, timeOut }) => {
      let now = 0;
      return {
        setClock(its) {
          now = its;
          setClock?.(its);
        },
        timeOut() {
          setClock?.(now + 1);
          timeOut?.();
          setClock?.(now);
        },
      };
    });
    expect(found(make)).toContain('timeouts of any size');
  });

  it.each([
    'openingHandshakeMs',
    'keepalivePingMs',
    'keepalivePongMs',
    'idleMs',
    'closingHandshakeMs',
    'lingerMs',
    'slowPeerMs',
  ] as const)('finds that %s is a millisecond more', (name) => {
    const honest = sansocketSubject('client');
    const make: MakeSubject = (limits, timeouts = {}) => ({
      ...honest(limits, { ...timeouts, [name]: (timeouts[name] ?? 1) + 1 }),
      timeouts,
    });
    expect(found(make)).toContain('timeouts of any size');
  });

  it('finds input that is wanted though too much waits', () => {
    const eager: MakeSubject = (limits = {}, timeouts = {}) => ({
      ...sansocketSubject('server')({ ...limits, inputHighWaterBytes: 65_536 }, timeouts),
      limits,
    });
    expect(found(eager)).toContain('timeouts of any size');
  });

  it('finds that the end of the peer counts as a sign of life', () => {
    const make = faulty(({ receiveEnd, receive }) => ({
      receiveEnd() {
        attempt(() => receive(Uint8Array.of(0x8a)));
        receiveEnd?.();
      },
    }));
    expect(found(make)).toContain('timeouts of any size');
  });
});

describe('the law of backpressure', () => {
  const found = (make: MakeSubject): readonly string[] => disagreements(make, 'backpressure');

  it('finds a drain that is told twice, and one that is not told', () => {
    const twice = retelling((event) => (event.type === 'drain' ? [event, event] : [event]));
    expect(found(twice)).toContain('credit in parts');
    const never = retelling((event) => (event.type === 'drain' ? [] : [event]));
    expect(found(never)).toContain('credit in parts');
  });

  it('finds an end that is said to be clean though our Close frame has not left', () => {
    const make = retelling((event) => [
      event.type === 'close' && event.code !== 1006 ? { ...event, wasClean: true } : event,
    ]);
    expect(found(make)).toContain('credit that comes late or never');
  });

  it('finds an end that is told with its last cause', () => {
    const make = retelling((event) => [
      event.type === 'close' ? { ...event, endedBy: 'transport' } : event,
    ]);
    expect(found(make)).toContain('credit in parts');
  });

  it('finds a server that does not end the transport', () => {
    const make = faulty(({ takeOutput }) => ({
      takeOutput() {
        const { bytes, endings } = takeOutput!();
        return { bytes, endings: endings.filter((ending) => ending === 'abort') };
      },
    }));
    expect(found(make)).toContain('credit in parts');
  });

  it('finds a byte that is not counted', () => {
    const make = faulty(({ unsent }) => ({ unsent: () => Math.min(unsent!(), 20_000) }));
    expect(found(make)).toContain('credit that comes late or never');
  });

  it('finds a pong for each ping of a flood, and a pong for the wrong one', () => {
    const each = faulty(({ takeEvents, pong }) => ({
      takeEvents: (take) =>
        takeEvents((event) => {
          take(event);
          if (event.type === 'ping') attempt(pong);
        }),
    }));
    expect(found(each)).toContain('a flood of pings');
    // A payload has the number of its ping in each byte.
    const wrong = faulty(({ takeOutput }) => ({
      takeOutput() {
        const { bytes, endings } = takeOutput!();
        return { bytes: bytes[0] === 0x8a ? bytes.map((b, i) => (i < 2 ? b : 1)) : bytes, endings };
      },
    }));
    expect(found(wrong)).toContain('a flood of pings');
  });

  it.each(['outputHighWaterBytes', 'maxBufferedBytes'] as const)(
    'finds that %s is one byte more',
    (name) => {
      const honest = sansocketSubject('server');
      const make: MakeSubject = (limits = {}, timeouts = {}) => ({
        ...honest({ ...limits, [name]: (limits[name] ?? 0) + 1 }, timeouts),
        limits,
      });
      expect(found(make)).toContain('credit that comes late or never');
    },
  );

  it('finds what is sent behind a Close frame', () => {
    const make = faulty(({ takeOutput, close, state }) => {
      let isClosing = false;
      return {
        close(code, reason) {
          isClosing ||= state?.()['readyState'] === 'open';
          close?.(code, reason);
        },
        takeOutput() {
          const { bytes, endings } = takeOutput!();
          if (!isClosing) return { bytes, endings };
          isClosing = false;
          return { bytes: Uint8Array.of(...bytes, 0x82, 0), endings };
        },
      };
    });
    expect(found(make)).toContain('credit in parts');
  });
});

/** What is refused is not done. */
function attempt(call: (() => void) | undefined): void {
  try {
    call?.();
  } catch {
    // Not the time for it.
  }
}
