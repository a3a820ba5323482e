/** What `docs/reference/compression.md` says that connections hold: the bytes of all their arrays. @module */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ownBackend } from '@sansocket/permessage-deflate/deflate';
import { Inflater, InflateWorkspace } from '@sansocket/permessage-deflate/inflate';

const page = readFileSync(
  new URL('../../../docs/reference/compression.md', import.meta.url),
  'utf8',
);
/** Rows of numbers: window bits, then bytes. */
const rows = [...page.matchAll(/^\| (\d+) \|([\d |]+)\|$/gm)].map(([, bits, cells]) => ({
  bits: Number(bits),
  bytes: cells!.split('|').map((cell) => Number(cell.replaceAll(' ', ''))),
}));
const memoryLevels = [1, 4, 8, 9];

describe('a connection that has compressed', () => {
  const backend = ownBackend();

  it.each(rows.slice(0, 8))('holds what the page says: $bits window bits', ({ bits, bytes }) => {
    const held = memoryLevels.map((memoryLevel) => {
      const compressor = backend.create({ windowBits: bits, level: 4, memoryLevel });
      compressor.push(new Uint8Array(100_000), true);
      return compressor.heldBytes;
    });
    expect(held).toEqual(bytes);
  });

  it.each([
    [1, 8192],
    [1024, 8192],
    [1025, 12_288],
    [4096, 24_576],
    [30_000, 196_608],
  ])('holds what %i bytes want', (sent, held) => {
    const compressor = backend.create({ windowBits: 15, level: 4, memoryLevel: 8 });
    compressor.begin();
    compressor.push(new Uint8Array(sent), true);
    expect(compressor.heldBytes).toBe(held);
  });

  it('holds no more for messages that each start anew', () => {
    const compressor = backend.create({ windowBits: 15, level: 4, memoryLevel: 8 });
    for (let i = 0; i < 100; i++) {
      compressor.begin();
      compressor.push(new Uint8Array(1000), true);
      compressor.reset();
    }
    expect(compressor.heldBytes).toBe(8192);
  });
});

describe('a connection that has inflated more than its window holds', () => {
  const workspace = new InflateWorkspace();
  /** A stored block of 60,000 bytes. */
  const message = Uint8Array.of(0, 0x60, 0xea, 0x9f, 0x15, ...new Uint8Array(60_000), 0);

  it.each(rows.slice(8))('holds what the page says: $bits window bits', ({ bits, bytes }) => {
    const inflater = new Inflater({ windowBits: bits, noContextTakeover: false, workspace });
    inflater.begin();
    for (let at = 0; at < message.length; at += 1000) {
      inflater.push(message.subarray(at, at + 1000), at + 1000 >= message.length, Infinity);
    }
    expect(inflater.windowBytes).toBe(bytes[0]);
  });

  it('holds nothing between messages where the peer starts each anew', () => {
    const inflater = new Inflater({ windowBits: 15, noContextTakeover: true, workspace });
    inflater.begin();
    inflater.push(message, true, Infinity);
    expect(inflater.windowBytes).toBe(0);
  });
});
