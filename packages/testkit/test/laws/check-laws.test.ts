import { describe, expect, it } from '@jest/globals';
import {
  type CheckOptions,
  checkLaws,
  describeDisagreement,
  engineMeter,
  laws,
  type MakeSubject,
  sansocketSubject,
  validCompletion,
} from '@sansocket/testkit/laws';
import { hex, toHex } from '@sansocket/testkit/wire';
import fc from 'fast-check';

/** Tells an empty Close frame as 1000. */
const retelling: MakeSubject = (limits) => {
  const subject = sansocketSubject('client')(limits);
  return {
    ...subject,
    takeEvents: (take) =>
      subject.takeEvents((event) =>
        take(
          event.type === 'close-received' && event.code === 1005 ? { ...event, code: 1000 } : event,
        ),
      ),
  };
};

const known = { law: 'oracle', case: 'an empty Close frame' } as const;
const options: CheckOptions = { laws: ['oracle'], seed: 3, runs: 5 };

function quiet(make: MakeSubject, more: CheckOptions): ReturnType<typeof checkLaws> {
  return checkLaws(make, { ...options, print: () => {}, ...more });
}

describe('checkLaws()', () => {
  it('tells of each case how it went, and prints nothing when all is well', () => {
    const lines: string[] = [];
    const { rows, isAsExpected, surprises } = checkLaws(sansocketSubject('client'), {
      ...options,
      print: (line) => lines.push(line),
    });
    expect([isAsExpected, surprises, lines]).toEqual([true, [], []]);
    expect(rows).toContainEqual({
      law: 'oracle',
      case: 'whole messages',
      verdict: 'agrees',
      runs: 5,
      seed: 3,
    });
    expect(rows).toContainEqual({
      law: 'oracle',
      case: 'compressed messages',
      verdict: 'not-applicable',
      missing: ['inflates'],
      runs: 0,
    });
  });

  it('prints a disagreement with what it takes to see it again', () => {
    const lines: string[] = [];
    const { rows, isAsExpected } = checkLaws(retelling, {
      ...options,
      print: (line) => lines.push(line),
    });
    expect(isAsExpected).toBe(false);
    const row = rows.find((one) => one.case === known.case && one.verdict === 'disagrees');
    expect(row).toMatchObject({ counterexample: '[Uint8Array.from([136,0])]', seed: 3 });
    expect(lines).toContain(describeDisagreement(row!));
    expect(describeDisagreement(row!)).toMatch(
      /^oracle, an empty Close frame: .*\n.*\n {2}seed 3, path "0:/,
    );
  });

  it('shows a disagreement again by its seed and its path', () => {
    const { rows } = quiet(retelling, {});
    const { path } = rows.find((one) => one.case === known.case && one.verdict === 'disagrees')!;
    const law = laws.find(({ name }) => name === 'oracle')!;
    const { property } = law.cases(retelling).find(({ label }) => label === known.case)!;
    const again = fc.check(property, { seed: 3, path: path! });
    expect(fc.stringify(again.counterexample)).toBe('[Uint8Array.from([136,0])]');
  });

  it('is content with disagreements that are on the list', () => {
    const { surprises } = quiet(retelling, { expectedDisagreements: [known] });
    expect(surprises.some((line) => line.startsWith('oracle, an empty Close frame'))).toBe(false);
  });

  it('is not content with a list that is too long', () => {
    const agreeing = sansocketSubject('client');
    const { surprises } = quiet(agreeing, { expectedDisagreements: [known] });
    expect(surprises).toEqual([expect.stringMatching(/^oracle, an empty Close frame: .* no more/)]);
    expect(
      quiet(agreeing, { expectedDisagreements: [{ ...known, isRare: true }] }).surprises,
    ).toEqual([]);
  });

  it('does not ask for disagreements with laws that are not tried', () => {
    const { isAsExpected } = quiet(retelling, { laws: ['total'], expectedDisagreements: [known] });
    expect(isAsExpected).toBe(true);
  });

  it('tries as many values as it is told', () => {
    const runsOf = (more: CheckOptions): readonly number[] => [
      ...new Set(
        quiet(sansocketSubject('server'), { laws: ['total'], ...more }).rows.map(
          ({ runs }) => runs,
        ),
      ),
    ];
    expect(runsOf({ runs: 4 })).toEqual([4]);
    expect(runsOf({ runs: 4, factor: 2.2 })).toEqual([9]);
  });
});

describe('engineMeter()', () => {
  it('counts what is copied from array to array, while it is asked to', () => {
    const { copied, retained } = engineMeter();
    expect(retained).toBeUndefined();
    expect(copied!(() => new Uint8Array(10).set(new Uint8Array(7), 1))).toBe(7);
    expect(copied!(() => undefined)).toBe(0);
  });

  it('counts what is kept, once nothing more can be freed', () => {
    let inUse = 100;
    const garbage = [50, 20];
    const collect = (): void => {
      inUse -= garbage.pop() ?? 0;
    };
    const { retained } = engineMeter({ collect, bytesInUse: () => inUse });
    expect(retained!(() => (inUse += 30))).toBe(30);
  });
});

describe('validCompletion()', () => {
  const complete = (
    digits: string,
    receiver: 'client' | 'server' = 'client',
  ): string | undefined => {
    const completion = validCompletion(hex(digits), { receiver, maxMessageBytes: 1000 });
    return completion && toHex(completion);
  };

  it('adds nothing to whole frames', () => {
    expect(complete('81 01 61 89 00')).toBe('');
    expect(complete('01 01 61')).toBe('');
  });

  it('finds the shortest way on', () => {
    expect(complete('81')).toBe('00');
    expect(complete('81', 'server')).toBe('80 00 00 00 00');
    expect(complete('81 02 c3')).toBe('80');
    expect(complete('01 01 e2 80')).toBe('02 80 80');
    expect(complete('88 02')).toBe('03 e8');
  });

  it('finds none where there is none', () => {
    for (const digits of ['83', '81 80', '80', '81 01 c3', '88 01', '88 02 03 ed', '82 7e 00 7d']) {
      expect([digits, complete(digits)]).toEqual([digits, undefined]);
    }
  });
});
