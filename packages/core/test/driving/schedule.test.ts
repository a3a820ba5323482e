/** What the sockets of a runtime share: turns and one timer. @module */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Schedule } from 'sansocket/driving';
import { ManualRuntime } from '../support/manual-runtime.ts';

/** A schedule of a runtime, and who is on it. */
function scheduled() {
  const runtime = new ManualRuntime();
  const schedule = new Schedule(runtime);
  const turns: string[] = [];
  const turn = (name: string, then: () => void = () => undefined) => ({
    runTurn() {
      turns.push(name);
      then();
    },
  });
  return { runtime, schedule, turns, turn };
}

describe('turns of a Schedule', () => {
  it('are one task, in order', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    for (const name of ['a', 'b']) schedule.turnSoon(turn(name));
    expect([runtime.tasks.length, turns]).toEqual([1, []]);
    runtime.run();
    expect([runtime.tasks.length, turns]).toEqual([0, ['a', 'b']]);
    schedule.turnSoon(turn('c'));
    runtime.run();
    expect(turns).toEqual(['a', 'b', 'c']);
  });

  it('come in the same task when a turn asks for them', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    schedule.turnSoon(turn('a', () => schedule.turnSoon(turn('b'))));
    runtime.run();
    expect([runtime.tasks.length, turns]).toEqual([0, ['a', 'b']]);
  });

  it('go on in another task behind one that throws', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    const fail = (): never => {
      throw new Error('a');
    };
    schedule.turnSoon(turn('a', fail));
    schedule.turnSoon(turn('b'));
    expect(runtime.run()).toEqual(new Error('a'));
    expect([runtime.tasks.length, turns]).toEqual([1, ['a']]);
    expect(runtime.run()).toBeUndefined();
    expect([runtime.tasks.length, turns]).toEqual([0, ['a', 'b']]);
  });

  it('go on once sockets were read when they take long, and ask for more without end', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    const again = (): void => {
      runtime.time += 1;
      schedule.turnSoon(turn('a', again));
    };
    again();
    runtime.run();
    expect(runtime.tasks).toEqual([]);
    const before = turns.length;
    expect(before).toBeGreaterThan(0);
    runtime.read();
    expect(turns.length).toBeGreaterThan(before);
    expect([runtime.tasks.length, runtime.behindReading.length > 0]).toEqual([0, true]);
  });

  it('have a whole budget, however long ago others were there', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    for (const time of [0, 1000]) {
      runtime.time = time;
      turns.length = 0;
      const work = (): void => {
        runtime.time += 0.2;
      };
      for (let i = 0; i < 40; i++) schedule.turnSoon(turn('a', work));
      runtime.run();
      expect(turns).toHaveLength(40);
      runtime.read();
    }
  });

  it('have a budget of their own beside a socket that rests', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    const { rounds } = schedule;
    const busy = {
      goOn() {
        runtime.time += 5;
        rounds.rest(busy);
      },
    };
    rounds.begin(runtime.time, busy);
    rounds.isOver();
    busy.goOn();
    rounds.isOver();
    for (let i = 0; i < 100; i++) schedule.turnSoon(turn('a'));
    busy.goOn();
    runtime.run();
    expect(turns.length).toBeLessThan(100);
    runtime.read();
    expect(turns).toHaveLength(100);
  });
});

/** Makes a call of the runtime throw, once. */
function failOnce(runtime: ManualRuntime, what: 'soon' | 'later'): void {
  Object.defineProperty(runtime, what, {
    configurable: true,
    value: (): never => {
      Reflect.deleteProperty(runtime, what);
      throw new RangeError(what);
    },
  });
}

describe('a Schedule whose runtime throws', () => {
  it('has not put the turn down, and puts down the next one', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    failOnce(runtime, 'soon');
    expect(() => schedule.turnSoon(turn('a'))).toThrow(new RangeError('soon'));
    schedule.turnSoon(turn('b'));
    expect(runtime.tasks.length).toBe(1);
    runtime.run();
    expect(turns).toEqual(['b']);
  });

  it('goes on with the turns that are left once somebody asks for another', () => {
    const { runtime, schedule, turns, turn } = scheduled();
    const fail = (): never => {
      failOnce(runtime, 'soon');
      throw new Error('a');
    };
    schedule.turnSoon(turn('a', fail));
    schedule.turnSoon(turn('b'));
    runtime.run();
    expect([runtime.tasks.length, turns]).toEqual([0, ['a']]);
    schedule.turnSoon(turn('c'));
    runtime.run();
    expect(turns).toEqual(['a', 'b', 'c']);
  });

  it('wakes a sleeper that asks again', () => {
    const { runtime, schedule } = scheduled();
    const [a, b] = [new Noting(runtime), new Noting(runtime)];
    failOnce(runtime, 'later');
    expect(() => schedule.wakeAt(a, 10)).toThrow(new RangeError('later'));
    schedule.wakeAt(a, 10);
    failOnce(runtime, 'later');
    expect(() => schedule.wakeAt(b, 5)).toThrow(new RangeError('later'));
    expect(runtime.timers.map(({ isCancelled }) => isCancelled)).toEqual([false]);
    runtime.fire();
    expect([a.wokenAt, b.wokenAt]).toEqual([10, 10]);
  });

  it('wakes the others when a sleeper throws', () => {
    const { runtime, schedule } = scheduled();
    const [a, b] = [new Noting(runtime), new Noting(runtime)];
    a.wake = () => {
      throw new Error('a');
    };
    schedule.wakeAt(a, 10);
    schedule.wakeAt(b, 10);
    expect(() => runtime.fire()).toThrow(new Error('a'));
    runtime.fire();
    expect(b.wokenAt).toBe(10);
  });
});

/** One that notes when it is woken, and the last time that it asked for. */
class Noting {
  wakesAt = 0;
  place = -1;
  asked: number | undefined;
  wokenAt: number | undefined;
  readonly #runtime: ManualRuntime;

  constructor(runtime: ManualRuntime) {
    this.#runtime = runtime;
  }

  wake(): void {
    this.wokenAt = this.#runtime.time;
  }
}

describe('alarms of a Schedule', () => {
  it('wake all in the order of their times, by one timer', () => {
    const times = fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, (each) => {
        const { runtime, schedule } = scheduled();
        const all = each.map(() => new Noting(runtime));
        for (const [i, sleeper] of all.entries()) schedule.wakeAt(sleeper, each[i]);
        const isRunning = (): boolean => runtime.timers.filter((it) => !it.isCancelled).length > 0;
        expect(isRunning()).toBe(true);
        for (let i = 0; i < each.length; i++) runtime.fire();
        expect(all.map(({ wokenAt }) => wokenAt)).toEqual(each);
      }),
    );
  });

  it('wake nobody who has asked for never, and all others at their time or before', () => {
    const call = fc.tuple(fc.nat(9), fc.option(fc.nat(1000), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
        const { runtime, schedule } = scheduled();
        const all = Array.from({ length: 10 }, () => new Noting(runtime));
        for (const [who, at] of calls) {
          all[who]!.asked = at;
          schedule.wakeAt(all[who]!, at);
        }
        for (let i = 0; i < all.length && runtime.timers.length > 0; i++) runtime.fire();
        for (const { asked, wokenAt, place } of all) {
          expect(place).toBe(-1);
          expect(wokenAt === undefined).toBe(asked === undefined);
          expect(wokenAt ?? 0).toBeLessThanOrEqual(asked ?? 0);
        }
      }),
    );
  });

  it('keep no timer when nobody waits any more', () => {
    const { runtime, schedule } = scheduled();
    const [a, b] = [new Noting(runtime), new Noting(runtime)];
    schedule.wakeAt(a, 10);
    schedule.wakeAt(b, 20);
    schedule.wakeAt(a, undefined);
    expect(runtime.timers.map(({ isCancelled }) => isCancelled)).toEqual([false]);
    schedule.wakeAt(b, undefined);
    schedule.wakeAt(b, undefined);
    expect(runtime.timers.map(({ isCancelled }) => isCancelled)).toEqual([true]);
  });
});
