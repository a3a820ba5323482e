/**
 * Names of opcodes (RFC 6455 §5.2) and of close codes (§7.4.1, and IANA's registry).
 *
 * @module
 */

/** The opcodes that are not reserved. */
export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

/** The name of an opcode, or `reserved`. */
export function opcodeName(opcode: number): keyof typeof opcodes | 'reserved' {
  const names = Object.keys(opcodes) as (keyof typeof opcodes)[];
  return names.find((name) => opcodes[name] === opcode) ?? 'reserved';
}

/** Whether an opcode, reserved or not, is one of a control frame (§5.5). */
export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

const closeCodes: Readonly<Record<number, string>> = {
  1000: 'Normal Closure',
  1001: 'Going Away',
  1002: 'Protocol Error',
  1003: 'Unsupported Data',
  1004: 'Reserved',
  1005: 'No Status Received',
  1006: 'Abnormal Closure',
  1007: 'Invalid Frame Payload Data',
  1008: 'Policy Violation',
  1009: 'Message Too Big',
  1010: 'Mandatory Extension',
  1011: 'Internal Error',
  1012: 'Service Restart',
  1013: 'Try Again Later',
  1014: 'Bad Gateway',
  1015: 'TLS Handshake',
  3000: 'Unauthorized',
  3003: 'Forbidden',
  3008: 'Timeout',
};

/** The name of a close code; `undefined` for one that has none. */
export function closeCodeName(code: number): string | undefined {
  return closeCodes[code];
}
