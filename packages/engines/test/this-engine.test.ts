import { describe, expect, it } from '@jest/globals';
import { bitClaiming, portableCases, runCases, vectorCases } from '@sansocket/engines/cases';
import { RUNS } from './support/cases-script.ts';

/** Numbers that let nobody leave out an area without being seen. */
const LEAST = { vectors: 700, laws: 28 };

describe('this engine', () => {
  const cases = portableCases({ runs: RUNS });

  it.each(cases)('agrees: $name', ({ run }) => {
    run();
  });

  it('has cases for vectors and laws, each with a name of its own', () => {
    const names = cases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const count = (kind: string) => names.filter((name) => name.startsWith(`${kind} `)).length;
    expect(count('vector')).toBeGreaterThanOrEqual(LEAST.vectors);
    expect(count('law')).toBeGreaterThanOrEqual(LEAST.laws);
  });
});

describe('an extension that claims to compress and does not', () => {
  const idle = () => bitClaiming('permessage-deflate');

  it('fails the vectors of RFC 7692', () => {
    const { failures } = runCases(vectorCases({ 'permessage-deflate': idle }));
    expect(failures.map(({ name }) => name)).toContain('vector extensions/hello/client');
    expect(failures.every(({ message }) => /^told .*, demanded /s.test(message))).toBe(true);
  });
});

describe('runCases()', () => {
  it('goes on behind a case that does not hold', () => {
    const holds = { name: 'holds', run: () => undefined };
    const fails = {
      name: 'fails',
      run: () => {
        throw new TypeError('is not so');
      },
    };
    expect(runCases([holds, fails, holds])).toEqual({
      passed: 2,
      failures: [{ name: 'fails', message: 'is not so' }],
    });
  });
});
