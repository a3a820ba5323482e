import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import { joinOutput } from 'sansocket/extensions';
import { jsonMessages } from '../../src/work/json.ts';

/** How many times as long as the output of zlib ours may be. */
const MOST = 1.05;

const levels = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const windows = [9, 10, 11, 12, 13, 14, 15];

describe('our compressor on the corpus of the bench', () => {
  it.each(levels)('is as dense as zlib at level %i, in every window', (level) => {
    for (const bytes of [1024, 4096, 131_072]) {
      const data = Buffer.from(jsonMessages(bytes, 1)[0]!);
      const ratios = windows.map((windowBits) => {
        const zlib = deflateRawSync(data, { windowBits, level, memLevel: 8 }).length;
        return [bytes, windowBits, compressedLength(data, windowBits, level) / zlib];
      });
      expect(ratios.filter(([, , ratio]) => ratio! > MOST)).toEqual([]);
    }
  });
});

function compressedLength(data: Uint8Array, windowBits: number, level: number): number {
  const extension = permessageDeflate({ level });
  const accepted = extension.accept([['server_max_window_bits', String(windowBits)]]);
  const encoder = accepted!.session.encoder!;
  encoder.begin({ kind: 'text', reservedBits: 0, length: data.length });
  const result = encoder.push(data, true, Infinity);
  if (result.kind !== 'bytes') throw new Error(`The message was ${result.kind}`);
  return joinOutput(result.bytes).length;
}
