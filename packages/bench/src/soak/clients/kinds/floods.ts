/**
 * Clients that send much, and want much for little. Each stops after so many bytes and so long.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import { constants, deflateRawSync } from 'node:zlib';
import { frame } from '../frames.ts';
import type { Kind, Life } from '../kind.ts';
import type { Peer } from '../peer.ts';
import { hold, hostileOnceOpen } from './hostile.ts';

/** Of a write, about. */
const PIECE = 65_536;

const PINGS = repeated(frame({ opcode: 9, payload: new Uint8Array(8) }));
const FRAGMENTS = repeated(frame({ opcode: 0, fin: false, payload: Uint8Array.of(0x61) }));
const EMPTY = repeated(frame({ opcode: 0, fin: false }));
const MESSAGE = frame({ opcode: 2, payload: new Uint8Array(PIECE) });
const BEGINNING = frame({ opcode: 2, fin: false });
const ENDING = frame({ opcode: 0 });

/** Messages in one burst, at most. */
const BOMBS = 4;

export const floodKinds: readonly Kind[] = [
  hostileOnceOpen('ping-flood', 'sends pings as fast as it can', async (peer, life) => {
    await flood(peer, life, PINGS, 4 * PIECE);
  }),
  hostileOnceOpen('tiny-fragments', 'sends messages a byte a fragment', async (peer, life) => {
    peer.write(BEGINNING);
    await flood(peer, life, FRAGMENTS, 4 * PIECE);
    peer.write(ENDING);
    await hold(peer, life);
  }),
  hostileOnceOpen('empty-fragments', 'sends fragments without payload', async (peer, life) => {
    peer.write(BEGINNING);
    await flood(peer, life, EMPTY, PIECE);
    await hold(peer, life);
  }),
  hostileOnceOpen(
    'bombs',
    'sends 16 kB that inflate to the longest message, up to four at once',
    async (peer, life) => {
      const bomb = frame({ opcode: 2, reservedBits: 0x40, payload: bombOf(life.pace.bombBytes) });
      for (let i = life.random.whole(1, BOMBS); i > 0; i--) peer.write(bomb);
      await hold(peer, life);
    },
    'permessage-deflate',
  ),
  hostileOnceOpen('never-reader', 'sends messages and reads no echo', async (peer, life) => {
    peer.pause();
    // Most are content with less, so that some are seen at their worst.
    const most = life.random.isSo(0.1) ? life.pace.floodBytes : life.pace.floodBytes / 20;
    await flood(peer, life, MESSAGE, most);
    await hold(peer, life);
  }),
];

function flood(peer: Peer, { pace }: Life, bytes: Uint8Array, most: number): Promise<void> {
  const total = Math.min(most, pace.floodBytes);
  return peer.flood(bytes, Math.ceil(total / bytes.length), 1 + pace.holdMs);
}

function repeated(bytes: Uint8Array): Uint8Array {
  return Buffer.concat(Array.from({ length: Math.ceil(PIECE / bytes.length) }, () => bytes));
}

const bombs = new Map<number, Uint8Array>();

/** @returns The compressed message of so many zeros, without its tail (RFC 7692 §7.2.1). */
function bombOf(bytes: number): Uint8Array {
  const options = { level: 9, finishFlush: constants.Z_SYNC_FLUSH };
  const bomb = bombs.get(bytes) ?? deflateRawSync(new Uint8Array(bytes), options).subarray(0, -4);
  bombs.set(bytes, bomb);
  return bomb;
}
