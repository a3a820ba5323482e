/**
 * The names of subprotocols, which both ends may list (RFC 6455 §4.1), and the server's choice (§4.2.2).
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

/**
 * The subprotocol that a server uses.
 *
 * @param offered - The client's, the preferred one first.
 * @param chosen - The application's choice; `null` for none. Default: the first offered one that is supported.
 */
export function chooseSubprotocol(
  offered: readonly string[],
  supported: readonly string[] = [],
  chosen?: string | null,
): string | undefined {
  if (chosen !== undefined) return chosen ?? undefined;
  return offered.find((name) => supported.includes(name));
}
