/**
 * Opcodes (RFC 6455 §5.2, §11.8). The highest of the four bits is 1 for control frames (§5.5) and 0 for
 * data frames (§5.6).
 *
 * @module
 */

export const Opcode = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const;

export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** Whether a frame with this opcode is a control frame: never fragmented, at most 125 bytes (§5.5). */
export function isControl(opcode: number): boolean {
  return opcode >= 0x8;
}
