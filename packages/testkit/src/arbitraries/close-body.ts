/**
 * The code and reason of a Close frame (RFC 6455 §5.5.1).
 *
 * @module
 */

import fc from 'fast-check';
import { bigEndian, concat, positionText, utf8 } from '../wire/index.ts';
import { closeCode } from './close-code.ts';
import { utf8Text } from './utf8-text.ts';

/** Nothing, or a code with a reason that may be empty. */
export type CloseBody =
  | undefined
  | {
      readonly code: number;
      /** At most 123 bytes of UTF-8. */
      readonly reason: string;
    };

/**
 * Yields: nothing, a code alone, a code with a reason; reasons of 122 and 123 bytes come often.
 * Shrinks to: nothing, or 1000 without a reason.
 */
export function closeBody(): fc.Arbitrary<CloseBody> {
  const reason = fc.oneof(
    { withCrossShrink: true },
    fc.constant(''),
    utf8Text({ maxLength: 30 }),
    fc.constantFrom(122, 123).map((length) => positionText(length)),
  );
  return fc.option(fc.record({ code: closeCode(), reason }), { nil: undefined });
}

/** The payload with this code and reason. */
export function closePayload(body: CloseBody): Uint8Array {
  if (body === undefined) return new Uint8Array(0);
  return concat(bigEndian(BigInt(body.code), 2), utf8(body.reason));
}
