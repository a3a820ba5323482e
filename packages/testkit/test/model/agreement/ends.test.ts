/** Timeouts, output and the end, as core and the model take them: the laws that compare the two (RFC 6455 §5.5, §7). */
import { describe, expect, it } from '@jest/globals';
import { checkLaws, sansocketSubject } from '@sansocket/testkit/laws';

describe.each(['server', 'client'] as const)('core and the model agree for a %s', (role) => {
  it.each(['time', 'backpressure'] as const)('on %s', (law) => {
    const options = { laws: [law], print: () => {}, factor: 0.3 } as const;
    expect(checkLaws(sansocketSubject(role), options).surprises).toEqual([]);
  });
});
