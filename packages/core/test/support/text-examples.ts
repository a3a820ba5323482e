/**
 * Texts with code points of every length in UTF-8.
 *
 * @module
 */

/** Both ends of each length, what lies beside the surrogates, noncharacters, the byte order mark. */
export const borderCodePoints: readonly number[] = [
  0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xcfff, 0xd000, 0xd7ff, 0xe000, 0xfeff, 0xfffd,
  0xfffe, 0xffff, 0x10000, 0x3ffff, 0x40000, 0xfffff, 0x100000, 0x10fffd, 0x10ffff,
];

/** Text of about the given number of UTF-16 units, with code points of one to four bytes. */
export function mixedText(units: number): string {
  return 'aé€\u{10ffff}z'.repeat(Math.ceil(units / 6));
}
