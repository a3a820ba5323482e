/** @module */
import fc from 'fast-check';
import { payload } from './payload.ts';

/** What one `send` may be given. */
export type Message =
  | { readonly kind: 'text'; readonly data: string }
  | { readonly kind: 'binary'; readonly data: Uint8Array };

/** Text of any code points, or bytes. */
export function message(): fc.Arbitrary<Message> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      data: fc.string({ unit: 'binary', maxLength: 80 }),
    }),
    fc.record({ kind: fc.constant('binary' as const), data: payload() }),
  );
}
