/**
 * Close codes (RFC 6455 §7.4, and the IANA registry for 1012 to 1014).
 *
 * @module
 */

import type { Role } from './role.ts';

export const CloseCode = {
  normalClosure: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  /** Reported for a Close frame without a code; never sent (§7.1.5). */
  noStatusReceived: 1005,
  /** Reported if no Close frame was received; never sent (§7.1.5). */
  abnormalClosure: 1006,
  invalidPayload: 1007,
  policyViolation: 1008,
  messageTooBig: 1009,
  /** Sent by clients only (§7.4.1). */
  mandatoryExtension: 1010,
  internalError: 1011,
  serviceRestart: 1012,
  tryAgainLater: 1013,
  badGateway: 1014,
  /** Reported for a failed TLS handshake; never sent (§7.4.1). */
  tlsHandshake: 1015,
} as const;

/**
 * Whether the code may stand in a Close frame: 1000 to 1003, 1007 to 1014, 3000 to 4999. All other codes are
 * unassigned, reserved or only reported.
 */
export function isCloseCode(code: number): boolean {
  return (
    (code >= 1000 && code <= 1003) ||
    (code >= 1007 && code <= 1014) ||
    (code >= 3000 && code <= 4999)
  );
}

/** Whether a valid close code can begin with this byte. */
export function beginsCloseCode(byte: number): boolean {
  return byte === 1000 >> 8 || (byte >= 3000 >> 8 && byte <= 4999 >> 8);
}

/** @throws RangeError if this role may not send the code. */
export function assertSendable(code: number, role: Role): void {
  // A caller may pass a text by mistake, and it can be a secret: the subtraction makes it NaN.
  if (!Number.isInteger(code) || !isCloseCode(code)) {
    throw new RangeError(
      `Close code must be 1000 to 1003, 1007 to 1014 or 3000 to 4999, got ${code - 0} (RFC 6455 §7.4)`,
    );
  }
  if (code === CloseCode.mandatoryExtension && role === 'server') {
    throw new RangeError('Close code 1010 is for clients only (RFC 6455 §7.4.1)');
  }
}
