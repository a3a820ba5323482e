/**
 * The names of subprotocols, as either end may list them (RFC 6455 §4.1).
 *
 * @module
 */

import { isToken } from '../extensions/index.ts';

/** @throws RangeError unless all are tokens and different. */
export function assertSubprotocols(subprotocols: readonly string[] = []): void {
  subprotocols.forEach((subprotocol, i) => {
    // Some are tokens of access: none is in the message.
    if (!isToken(subprotocol) || subprotocols.indexOf(subprotocol) !== i) {
      throw new RangeError(
        `Subprotocol ${i + 1} of ${subprotocols.length} is no token, or given twice (RFC 6455 §4.1)`,
      );
    }
  });
}
