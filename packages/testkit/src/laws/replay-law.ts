/**
 * The eighth law: the same inputs always give the same outputs; a replay of a record gives the recorded outputs.
 *
 * @module
 */

import { replayProperty } from '../pair/index.ts';
import { assert, assertSame } from './describe.ts';
import { noteRun } from './labels.ts';
import { type LawCase, type LawOptions, lawCase } from './law.ts';
import { ScriptRun } from './script-run.ts';
import { scriptBehindOpening } from './steps.ts';
import type { MakeSubject } from './subject.ts';
import { LAW_LIMITS } from './traffic.ts';

/** Makes the cases of the law for an implementation. */
export function replayLaw(make: MakeSubject, { pair }: LawOptions = {}): readonly LawCase[] {
  const subject = make(LAW_LIMITS);
  return [
    lawCase('replay', subject, {
      label: 'the same inputs',
      runs: 100,
      values: scriptBehindOpening(subject, 30),
      check: ({ stream, steps }, note) => {
        const run = (): ScriptRun => new ScriptRun(make(LAW_LIMITS), stream).performAll(steps);
        const first = run();
        noteRun(note, first);
        assertSame([run().seen()], [first.seen()], 'What is seen');
      },
    }),
    lawCase('replay', subject, {
      label: 'a record',
      needs: ['replay'],
      runs: 60,
      values: scriptBehindOpening(subject, 30),
      check: ({ stream, steps }) => {
        const recorded = make(LAW_LIMITS);
        new ScriptRun(recorded, stream).performAll(steps);
        const difference = recorded.replay?.();
        assert(difference === undefined, String(difference));
      },
    }),
    {
      law: 'replay',
      label: 'records of a pair',
      missing: pair === undefined ? ['pair'] : [],
      runs: 20,
      property: replayProperty(pair),
    },
  ];
}
