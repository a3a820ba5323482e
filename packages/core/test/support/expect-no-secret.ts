/**
 * Heads with secrets in them: what is told of their faults has none.
 *
 * @module
 */
import { expect } from '@jest/globals';
import type { End } from './end.ts';

/** The secret that tests put wherever a peer may put a credential. */
export const SECRET = 'hunter2';

/** The violation is there, and no part of it has a secret. */
export function expectNoSecret(end: End, bytes: Uint8Array, rule: string): void {
  const violation = end
    .receive(bytes)
    .events()
    .find(({ type }) => type === 'violation');
  expect(violation).toMatchObject({ rule, detail: expect.stringMatching(/../) });
  expect(JSON.stringify(violation)).not.toMatch(/hunter/i);
}
