/**
 * Subjects that move to a copy of themselves through plain data, again and again: every law must hold for them too.
 *
 * @module
 */

import { type MakeSubject, type Neighbours, replaced, type Subject } from './subject.ts';

/** Everything that may happen to a subject. */
const INPUTS = [
  'receive',
  'receiveEnd',
  'receiveError',
  'credit',
  'sent',
  'timeOut',
  'wait',
  'accept',
  'reject',
  'send',
  'sendPart',
  'sendTextPart',
  'ping',
  'pong',
  'close',
  'fail',
  'pause',
  'resume',
] as const satisfies readonly (keyof Subject)[];

/**
 * Makes subjects that move before each input where they can: test them in place of the original subjects.
 *
 * @param make - Makes the original subjects; those without `moved` stay where they are.
 *
 * @example
 * ```ts
 * import { checkLaws, movedSubject, sansocketSubject } from '@sansocket/testkit/laws';
 *
 * const make = movedSubject(sansocketSubject('server'));
 * console.log(checkLaws(make, { laws: ['oracle'], runs: 10 }).isAsExpected);
 * ```
 */
export function movedSubject(make: MakeSubject): MakeSubject {
  return (limits, timeouts) => moving(make(limits, timeouts));
}

/**
 * A subject that moves before each input.
 *
 * @param watch - Called after each move. Default: nothing.
 * @param mayMove - Default: always.
 */
export function moving(
  subject: Subject,
  watch: (subject: Subject) => void = () => {},
  mayMove: () => boolean = () => true,
): Subject {
  const { neighbours } = subject;
  const inputs = INPUTS.filter((name) => subject[name] !== undefined).map((name) => {
    const input = subject[name] as (...given: readonly unknown[]) => unknown;
    return [
      name,
      (...given: readonly unknown[]): unknown => {
        if (mayMove() && subject.moved?.() === true) watch(subject);
        return input.apply(subject, [...given]);
      },
    ] as const;
  });
  return replaced(subject, {
    ...Object.fromEntries(inputs),
    ...(neighbours && {
      neighbours: (wanted) => movingNeighbours(neighbours.call(subject, wanted)),
    }),
  });
}

/** They do not move while a fault is planted: the fault is for the input. */
function movingNeighbours({ ends, plant, isHit }: Neighbours): Neighbours {
  let isPlanted = false;
  const moved = (end: Subject): Subject => moving(end, undefined, () => !isPlanted);
  const [one, other, ...more] = ends;
  return {
    ends: [moved(one), moved(other), ...more.map(moved)],
    plant(nth) {
      isPlanted = nth > 0;
      plant(nth);
    },
    isHit,
  };
}
