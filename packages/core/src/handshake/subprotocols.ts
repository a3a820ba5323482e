/**
 * Checks the names of subprotocols, which both ends may list (RFC 6455 §4.1).
 *
 * @module
 */

import { isToken } from '../extensions/index.ts';

/** @throws RangeError unless all names are tokens and all are different. */
export function assertSubprotocols(subprotocols: readonly string[] = []): void {
  subprotocols.forEach((subprotocol, i) => {
    // Some clients put an access token here: the message does not contain the name.
    if (!isToken(subprotocol) || subprotocols.indexOf(subprotocol) !== i) {
      throw new RangeError(
        `Subprotocol ${i + 1} of ${subprotocols.length} is no token, or given twice (RFC 6455 §4.1)`,
      );
    }
  });
}
