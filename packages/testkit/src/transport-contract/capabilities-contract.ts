/**
 * The capabilities that an adapter provides behave like portable code: cases that need no test runner.
 *
 * @module
 */

import type { Capabilities } from 'sansocket';
import { utf8 } from '../wire/index.ts';
import { expectEqual } from './expect.ts';
import type { TransportCase } from './transport-contract.ts';

type Given = { readonly [Name in keyof Capabilities]-?: NonNullable<Capabilities[Name]> };

type Bodies = { readonly [Name in keyof Given]: (does: Given[Name]) => void };

/** All have more letters than core decodes and encodes on its own. */
const TEXTS = [
  'a'.repeat(100),
  'a'.repeat(5000),
  '\ufeffé€𝄞'.repeat(4),
  '\ufeffé€𝄞'.repeat(20),
  '\ufeffé€𝄞'.repeat(2000),
  `${'a'.repeat(30)}\ufffd`,
];

/** A lone surrogate becomes U+FFFD. */
const LONE: readonly (readonly [text: string, encodedAs: string])[] = [
  [`${'a'.repeat(30)}\ud83d`, `${'a'.repeat(30)}\ufffd`],
  [`\ude00${'é'.repeat(30)}`, `\ufffd${'é'.repeat(30)}`],
];

/** Invalid UTF-8, after letters. */
const BROKEN_BYTES = [[0xc3], [0x80], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9d, 0x84]];

/** Lengths around those that an implementation may treat differently, in bytes; blocks of 16 KiB among them. */
const LENGTHS = [0, 1, 1024, 1027, 8191, 8192, 16_384, 16_385, 40_001];

const KEY = [0x81, 0x02, 0x7f, 0xfe] as const;

const bodies: Bodies = {
  mask(mask) {
    for (const length of LENGTHS) {
      for (const start of [0, 1, 2, 3, 14]) {
        const bytes = patternOf(start + length + 3);
        const expected = bytes.map((byte, i) => {
          return i < start || i >= start + length ? byte : byte ^ KEY[(i - start) & 3]!;
        });
        mask(
          bytes,
          start,
          start + length,
          new DataView(Uint8Array.from(KEY).buffer).getInt32(0, true),
        );
        expectBytes(bytes, expected, `${length} bytes from ${start} on`);
      }
    }
  },

  decodeText(decode) {
    for (const text of TEXTS) {
      const bytes = utf8(`__${text}__`);
      const kept = bytes.slice();
      expectEqual(decode(bytes, 2, bytes.length - 2), text, 'A text with others around it');
      expectBytes(bytes, kept, 'The bytes that were lent');
    }
    for (const length of [8191, 8192, 65_534, 65_535, 65_537]) {
      // Near the beginning of a page of memory, and away from it.
      for (const start of [2, 100]) {
        const bytes = utf8(`${'_'.repeat(start)}${'a'.repeat(length - 2)}é_`);
        const text = decode(bytes, start, start + length);
        expectEqual(text, `${'a'.repeat(length - 2)}é`, `${length} bytes`);
        expectEqual(decode(bytes, start, start + length - 1), undefined, 'A text that is cut');
      }
    }
    for (const broken of BROKEN_BYTES) {
      const bytes = Uint8Array.of(...utf8(`${'a'.repeat(30)}\ufffd`), ...broken, 0x61);
      expectEqual(decode(bytes, 0, bytes.length), undefined, `With ${broken.join()} in it`);
    }
  },

  decodeAscii(decode) {
    for (const length of [25, 125, 2000]) {
      const bytes = patternOf(length + 3).map((byte) => byte & 0x7f);
      const expected = Array.from(bytes.subarray(1, 1 + length), (unit) =>
        String.fromCharCode(unit),
      );
      expectEqual(decode(bytes, 1, 1 + length), expected.join(''), `${length} letters`);
    }
  },

  encodeText(encode) {
    for (const [text, encodedAs] of [...TEXTS.map((same) => [same, same] as const), ...LONE]) {
      const expected = utf8(encodedAs);
      const target = new Uint8Array(3 * text.length + 2);
      expectEqual(encode(text, target, 1), expected.length, 'The bytes written');
      expectBytes(target.slice(1, 1 + expected.length), expected, 'They');
      expectEqual([target[0], target[3 * text.length + 1]], [0, 0], 'Bytes around the room');
    }
  },

  allocate(allocate) {
    const arrays = LENGTHS.map((length) => allocate(length));
    for (const [i, bytes] of arrays.entries()) {
      expectEqual(bytes.constructor === Uint8Array, true, 'A plain Uint8Array');
      bytes.fill(i);
    }
    for (const [i, length] of LENGTHS.entries()) {
      expectBytes(arrays[i]!, new Uint8Array(length).fill(i), 'Each, with others made behind it');
    }
  },

  sha1(sha1) {
    // RFC 6455 §1.3
    const text = 'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    expectEqual(sha1(text), 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=', 'Of the key in the RFC');
    expectEqual(sha1('é'), 'vxW+cXrBsIC08cRWaSgliR/1Bz0=', 'Of what is not ASCII');
  },
};

/**
 * The cases for the capabilities that exist.
 *
 * @example
 * ```ts
 * import type { Capabilities } from 'sansocket';
 * import { capabilitiesContract } from '@sansocket/testkit/transport-contract';
 *
 * export async function tryCapabilities(capabilities: Capabilities): Promise<void> {
 *   for (const { run } of capabilitiesContract(capabilities)) await run();
 * }
 * ```
 */
export function capabilitiesContract(capabilities: Capabilities): TransportCase[] {
  return Object.entries(bodies).flatMap(([name, body]) => {
    const does = capabilities[name as keyof Given];
    return does === undefined
      ? []
      : [{ name, isPatient: true, run: caseOf(body as (given: unknown) => void, does) }];
  });
}

function caseOf(body: (does: unknown) => void, does: unknown): () => Promise<void> {
  return async () => {
    await Promise.resolve();
    body(does);
  };
}

function patternOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 37 + 11) & 0xff);
}

/** Used in place of `expectEqual`: there are many bytes, and the first wrong one is enough for the message. */
function expectBytes(actual: Uint8Array, expected: Uint8Array, what: string): void {
  expectEqual(actual.length, expected.length, `${what}, in number`);
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  if (at !== -1) expectEqual(actual[at], expected[at], `${what}, byte ${at}`);
}
