/**
 * Bytes as a user types them: hexadecimal digits with remarks, or text with escapes.
 *
 * @module
 */

/** More would make the page slow; links get long before. */
export const MAX_BYTES = 16_384;

/** The bytes that fit, with the number of dropped bytes after them; or the fault of the text. */
export type ParsedInput =
  | { readonly bytes: Uint8Array; readonly dropped: number }
  | { readonly mistake: string };

/** Reads typed text of any length. Bytes that do not fit are counted and ignored. */
export function parseInput(format: 'hex' | 'text', input: string): ParsedInput {
  return format === 'hex' ? parseHex(input) : parseText(input);
}

/** Writes bytes in the other format, as far as it has a way. */
export function formatInput(format: 'hex' | 'text', bytes: Uint8Array): string {
  return format === 'hex' ? hexOf(bytes) : textOf(bytes);
}

/** Two digits for each byte, 16 bytes a line. */
export function hexOf(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const lines = Array.from({ length: Math.ceil(digits.length / 16) }, (_, i) =>
    digits.slice(16 * i, 16 * i + 16).join(' '),
  );
  return lines.join('\n');
}

/** Blanks, commas and `0x` do not count; a `#` begins a remark. */
function parseHex(input: string): ParsedInput {
  const digits = input.replaceAll(/#.*$/gm, '').replaceAll(/0x|[\s,:]/gi, '');
  const kept = digits.slice(0, 2 * MAX_BYTES);
  const wrong = /[^0-9a-f]/i.exec(kept);
  if (wrong !== null) return { mistake: `'${wrong[0]}' is no hexadecimal digit` };
  if (kept.length % 2 === 1) return { mistake: 'A byte has two digits: one is missing' };
  const pairs = kept.match(/../g) ?? [];
  return {
    bytes: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)),
    dropped: Math.ceil((digits.length - kept.length) / 2),
  };
}

const ESCAPES: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, 0: 0, '\\': 0x5c };

/** UTF-8; a line break stands for CR LF, as in a head of HTTP. */
function parseText(input: string): ParsedInput {
  const bytes = new Uint8Array(MAX_BYTES);
  const encoder = new TextEncoder();
  let length = 0;
  for (const [piece] of input.matchAll(/\\x[0-9a-f]{2}|\\.?|\r\n|\n|[^\\\r\n]+|\r/giu)) {
    const escaped = byteOf(piece);
    if (Number.isNaN(escaped) && length < MAX_BYTES) {
      return { mistake: `There is no escape ${piece}: \\r \\n \\t \\0 \\\\ \\x81` };
    }
    const encoded =
      escaped === undefined
        ? encoder.encode(/^[\r\n]+$/.test(piece) ? '\r\n' : piece)
        : Uint8Array.of(escaped);
    if (length < MAX_BYTES) bytes.set(encoded.subarray(0, MAX_BYTES - length), length);
    length += encoded.length;
  }
  return { bytes: bytes.slice(0, length), dropped: Math.max(0, length - MAX_BYTES) };
}

/** @returns The byte of an escape, NaN for an unknown escape; `undefined` for other text. */
function byteOf(piece: string): number | undefined {
  if (!piece.startsWith('\\')) return undefined;
  if (/^\\x../i.test(piece)) return Number.parseInt(piece.slice(2), 16);
  return ESCAPES[piece.charAt(1)] ?? Number.NaN;
}

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0x0d && bytes[i + 1] === 0x0a) {
      text += '\n';
      i++;
    } else if (byte === 0x5c) text += '\\\\';
    else if (byte >= 0x20 && byte < 0x7f) text += String.fromCharCode(byte);
    else text += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}
