/**
 * UTF-8 as the grammar of RFC 3629 §4, walked from the beginning of the text each time.
 *
 *     UTF8-1 = %x00-7F
 *     UTF8-2 = %xC2-DF UTF8-tail
 *     UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) /
 *              %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
 *     UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) /
 *              %xF4 %x80-8F 2( UTF8-tail )
 *     UTF8-tail = %x80-BF
 *
 * @module
 */

/** The first and the last byte that are allowed at a position. */
type Range = readonly [first: number, last: number];

const TAIL: Range = [0x80, 0xbf];

/** Every alternative of the grammar, one range for each of its bytes. */
const alternatives: readonly (readonly Range[])[] = [
  [[0x00, 0x7f]],
  [[0xc2, 0xdf], TAIL],
  [[0xe0, 0xe0], [0xa0, 0xbf], TAIL],
  [[0xe1, 0xec], TAIL, TAIL],
  [[0xed, 0xed], [0x80, 0x9f], TAIL],
  [[0xee, 0xef], TAIL, TAIL],
  [[0xf0, 0xf0], [0x90, 0xbf], TAIL, TAIL],
  [[0xf1, 0xf3], TAIL, TAIL, TAIL],
  [[0xf4, 0xf4], [0x80, 0x8f], TAIL, TAIL],
];

/** The alternative that each byte begins. */
const alternativeOf = Array.from({ length: 256 }, (_, lead) =>
  alternatives.find(([range]) => isIn(range!, lead)),
);

/**
 * The first byte after which the text cannot become UTF-8.
 *
 * @param room - The most bytes that the whole text can have; a code point that does not fit is
 *   impossible from its first byte on. Default: any number.
 * @returns Its index, or `undefined` while the text can go on validly.
 */
export function impossibleByte(text: Uint8Array, room: number = Infinity): number | undefined {
  for (let start = 0; start < text.length; ) {
    const ranges = alternativeOf[text[start]!];
    if (ranges === undefined || start + ranges.length > room) return start;
    const end = Math.min(start + ranges.length, text.length);
    for (let at = start + 1; at < end; at++) {
      if (!isIn(ranges[at - start]!, text[at]!)) return at;
    }
    start += ranges.length;
  }
  return undefined;
}

/** The number of bytes missing from the last code point of a text that is valid so far. */
export function missingBytes(text: Uint8Array): number {
  let end = 0;
  while (end < text.length) end += alternativeOf[text[end]!]!.length;
  return end - text.length;
}

const MOST_ARGUMENTS = 4096;

/** The string that a complete UTF-8 text encodes, a byte order mark included. */
export function stringOf(text: Uint8Array): string {
  let string = '';
  let codePoints: number[] = [];
  for (let start = 0; start < text.length; ) {
    const { length } = alternativeOf[text[start]!]!;
    let codePoint = length === 1 ? text[start]! : text[start]! % 2 ** (7 - length);
    for (let at = start + 1; at < start + length; at++) {
      codePoint = codePoint * 64 + (text[at]! - 0x80);
    }
    codePoints.push(codePoint);
    start += length;
    // A function takes no more than some thousands.
    if (codePoints.length < MOST_ARGUMENTS && start < text.length) continue;
    string += String.fromCodePoint(...codePoints);
    codePoints = [];
  }
  return string;
}

function isIn([first, last]: Range, octet: number): boolean {
  return octet >= first && octet <= last;
}
