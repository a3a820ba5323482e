import { describe, expect, it } from '@jest/globals';
import { WirePrinter } from '../src/wire-printer.ts';

/** A head, the masked "Hello" of RFC 6455 §5.7, and a frame that is not all there. */
const stream = Buffer.concat([
  Buffer.from('GET / HTTP/1.1\r\nHost: example.com\r\n\r\n'),
  Buffer.from('818537fa213d7f9f4d5158', 'hex'),
  Buffer.from('827e0100aabb', 'hex'),
]);

function linesOf(chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const printer = new WirePrinter((line) => lines.push(line), false);
  for (const chunk of chunks) printer.show('to-server', chunk);
  return lines;
}

describe('WirePrinter', () => {
  it('shows what is whole, and nothing of a frame that is not', () => {
    const headings = linesOf([stream]).filter((line) => line.startsWith('client'));
    expect(headings).toEqual([
      'client ──▶ server   request, 37 bytes',
      'client ──▶ server   text frame, 11 bytes',
    ]);
  });

  it('shows the same however the bytes are cut', () => {
    const cut = Array.from(stream, (byte) => Uint8Array.of(byte));
    expect(linesOf(cut)).toEqual(linesOf([stream]));
  });
});
