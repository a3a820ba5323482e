/** Budgets of a round, in milliseconds: who has had enough, and who goes on behind the others. @module */
import { describe, expect, it } from '@jest/globals';
import { afterImmediates, Schedule } from 'sansocket/driving';
import { ManualRuntime } from '../support/manual-runtime.ts';

/** A clock that stands at 1000, and the rounds on it. */
function started() {
  const runtime = new ManualRuntime();
  runtime.time = 1000;
  const { rounds } = new Schedule(runtime);
  const isOverAt = (time: number): boolean => {
    runtime.time = time;
    return rounds.isOver();
  };
  return { runtime, rounds, isOverAt };
}

describe('Rounds', () => {
  it('give a turn 10 ms, from when its bytes were seen or, if none were, from the first look', () => {
    for (const now of [1000, Number.NaN]) {
      const { rounds, isOverAt } = started();
      rounds.begin(now, 'a');
      expect([1000, 1003, 1009.9, 1010].map(isOverAt)).toEqual([false, false, false, true]);
    }
  });

  it('are watched from 2 ms on, and not while they are short', () => {
    const { runtime, rounds, isOverAt } = started();
    rounds.begin(1000, 'a');
    isOverAt(1001.9);
    expect(runtime.behindReading).toEqual([]);
    isOverAt(1002);
    isOverAt(1003);
    expect(runtime.behindReading).toHaveLength(1);
  });

  it('are short again once the one before is over', () => {
    const { runtime, rounds, isOverAt } = started();
    rounds.begin(1000, 'a');
    isOverAt(1002);
    runtime.read();
    for (const time of [1100, 1101.9]) {
      isOverAt(time);
      expect(runtime.behindReading).toEqual([]);
    }
  });

  it('give nobody a new budget whose bytes go on within 1 ms', () => {
    const { rounds, isOverAt } = started();
    rounds.begin(1000, 'a');
    isOverAt(1000);
    rounds.begin(1000.9, 'a');
    expect([1003, 1010].map(isOverAt)).toEqual([false, true]);
  });

  it('give a new budget to bytes that come later, and to those of another one', () => {
    for (const [time, it] of [
      [1001, 'a'],
      [1000.9, 'b'],
    ] as const) {
      const { rounds, isOverAt } = started();
      rounds.begin(1000, 'a');
      isOverAt(1000);
      rounds.begin(time, it);
      expect([1004, 1010.5, 1011].map(isOverAt)).toEqual([false, false, true]);
    }
  });

  it('give one budget to each while they are watched, and 50 ms to all of them', () => {
    const { rounds, isOverAt } = started();
    rounds.begin(1000, 'a');
    isOverAt(1002);
    rounds.begin(1008, 'a');
    expect(isOverAt(1010)).toBe(true);
    rounds.begin(1010, 'b');
    expect([1019, 1020].map(isOverAt)).toEqual([false, true]);
    rounds.begin(1051, 'c');
    expect([1051.9, 1052].map(isOverAt)).toEqual([false, true]);
  });

  it('look at the clock every 64 KiB', () => {
    const { runtime, rounds } = started();
    rounds.begin(1000, 'a');
    rounds.isOver();
    runtime.time = 1002;
    rounds.isOver();
    runtime.time = 1020;
    for (let round = 0; round < 2; round++) {
      expect([32_768, 32_767, 1].map((work) => rounds.spend(work))).toEqual([false, false, true]);
    }
  });

  it('let those that rest go on for half a millisecond together, at least one of them', () => {
    for (const [cost, each] of [
      [0.2, ['abc', 'abc', 'abc']],
      [0.3, ['ab', 'ca', 'bc', 'ab', 'c']],
      [0.5, ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c']],
    ] as const) {
      const { runtime, rounds, isOverAt } = started();
      rounds.begin(1000, 'a');
      isOverAt(1002);
      let delivered = '';
      const resting = (name: string, times: number): { goOn(): void } => ({
        goOn() {
          // Its budget is not a new one.
          rounds.begin(runtime.time, this);
          delivered += name;
          runtime.time += cost;
          if (times > 1) rounds.rest(resting(name, times - 1));
        },
      });
      for (const name of 'abc') rounds.rest(resting(name, 3));
      for (const expected of each) {
        delivered = '';
        runtime.read();
        expect(delivered).toBe(expected);
      }
    }
  });
});

describe('afterImmediates()', () => {
  it.each([
    ['Node and Bun', false, 2],
    ['Deno', true, 62],
  ])('waits in %s for as many in a row as it takes until sockets were read', (_, isDeno, count) => {
    const waiting: (() => void)[] = [];
    let isDone = false;
    const after = afterImmediates((task) => waiting.push(task), isDeno);
    after(() => {
      isDone = true;
    });
    for (let i = 1; i <= count; i++) {
      expect(isDone).toBe(false);
      waiting.shift()!();
    }
    expect([isDone, waiting]).toEqual([true, []]);
  });
});
