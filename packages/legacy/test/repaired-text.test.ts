import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assertLaw } from '../../core/test/support/assert-law.ts';
import { byteByByte, concat } from '../../core/test/support/bytes.ts';
import { openHixie } from './support/ends.ts';

/** What a browser makes of the bytes; nothing in them is FF, which ends a text. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

const text = (bytes: Uint8Array) => concat(Uint8Array.of(0), bytes, Uint8Array.of(0xff));

/** Bytes that nearly are UTF-8. */
const nearlyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }).map((part) => new TextEncoder().encode(part)),
      fc.uint8Array({ maxLength: 2 }),
      fc.constantFrom(
        ...[0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0x80, 0x9f, 0xbf].map((b) => Uint8Array.of(b)),
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => concat(...parts).map((byte) => (byte === 0xff ? 0xfe : byte)));

describe('text of Hixie that is not UTF-8', () => {
  it('has U+FFFD where a decoder of the platform has it', () => {
    assertLaw(
      fc.property(nearlyText, (bytes) => {
        expect(openHixie('hixie-76').receive(text(bytes)).events()).toEqual([
          { type: 'message', kind: 'text', data: decoded(bytes) },
        ]);
      }),
      1_000,
    );
  });

  it('is the same in parts, byte by byte', () => {
    assertLaw(
      fc.property(nearlyText, (bytes) => {
        const end = openHixie('hixie-76', { messages: 'parts' });
        const events = byteByByte(text(bytes)).flatMap((byte) => end.receive(byte).events());
        const parts = events.map((event) => (event.type === 'message-part' ? event.data : '?'));
        expect(parts.join('')).toBe(decoded(bytes));
        expect(events.at(-1)).toMatchObject({ fin: true });
      }),
      300,
    );
  });

  it('is mended at every place of a long text, in linear work', () => {
    const bytes = new Uint8Array(200_000).fill(0x80);
    const [event] = openHixie('hixie-76').receive(text(bytes)).events();
    expect(event).toMatchObject({ data: '\ufffd'.repeat(200_000) });
  });
});
