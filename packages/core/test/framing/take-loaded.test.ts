/** Texts that are decoded ahead: which are, and where that ends. @module */
import { describe, expect, it } from '@jest/globals';
import { FrameDecoder, TextRun } from 'sansocket/framing';
import { concat, hex } from '../support/bytes.ts';

/** A client's decoder in front of the frames. */
function decoding(frames: Uint8Array): { decoder: FrameDecoder; run: TextRun } {
  const decoder = new FrameDecoder({ role: 'client' });
  decoder.push(frames);
  return { decoder, run: new TextRun() };
}

describe('a run of texts', () => {
  it('ends before another frame, and begins anew behind it', () => {
    const { decoder, run } = decoding(hex('81 01 61 81 01 62 82 01 64 81 01 63'));
    expect([decoder.takeText(run), decoder.takeText(run)]).toEqual(['a', 'b']);
    expect([decoder.takeText(run), decoder.offset, decoder.payloadLeft]).toEqual([undefined, 6, 0]);
    expect([decoder.takeFrame(), decoder.opcode]).toEqual([true, 2]);
    expect([decoder.takeText(run), decoder.offset]).toEqual(['c', 12]);
  });

  it.each([
    ['lacks a byte', hex('81 02 63')],
    ['has a length of two bytes', concat(hex('81 7e 00 7e'), new Uint8Array(126).fill(0x61))],
  ])('ends before a text that %s', (_, last) => {
    const { decoder, run } = decoding(concat(hex('81 01 61 81 01 62'), last));
    expect([decoder.takeText(run), decoder.takeText(run)]).toEqual(['a', 'b']);
    expect(decoder.takeText(run)).toBeUndefined();
    expect([decoder.offset, decoder.next()]).toEqual([6, 'header']);
  });
});

describe('a header with a length of eight bytes', () => {
  it('is whole once all of its key has come', () => {
    const header = hex('82 ff 00 00 00 00 00 01 00 00 37 fa 21 3d');
    for (let cut = 8; cut <= header.length; cut++) {
      const decoder = new FrameDecoder({ role: 'server' });
      decoder.push(header.slice(0, cut));
      const isWhole = cut === header.length;
      expect(decoder.next()).toBe(isWhole ? 'header' : 'need-input');
      if (!isWhole) {
        decoder.push(header.slice(cut));
        expect(decoder.next()).toBe('header');
      }
      expect([decoder.payloadLength, decoder.offset]).toEqual([65_536, 14]);
      expect(decoder.header.maskingKey).toEqual(hex('37 fa 21 3d'));
    }
  });
});
