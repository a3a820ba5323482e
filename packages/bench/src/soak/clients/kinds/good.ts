/**
 * Clients that keep the rules, each in its own way.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import { GoodPeer, type Manner } from '../good-peer.ts';
import type { Kind, Life } from '../kind.ts';

/** Payloads that a message may have, in bytes: around every length form, most of them short. */
const LENGTHS = [0, 1, 16, 125, 126, 300, 1000, 2000, 65_535, 65_536, 70_000];

/** Under way at a time for a client that reads slowly. */
const BATCH = 16;

function echoing(name: string, does: string, manner: Manner): Kind {
  return {
    name,
    does,
    isGood: true,
    live: (life) =>
      withPeer(life, manner, async (good) => {
        for (let i = 0; i < life.pace.exchanges && !life.stop.aborted; i++) {
          await good.send(...anyMessage(life));
          await good.receive();
          await good.peer.wait(life.random.whole(0, life.pace.tickMs / 10));
        }
      }),
  };
}

/** They measure the time from the first send to the last echo, except those that are slow themselves. */
export const goodKinds: readonly Kind[] = [
  echoing('echo', 'sends messages of all lengths, whole and in fragments', {}),
  echoing('echo-deflate', 'the same, compressed with context takeover', {
    extensions: 'permessage-deflate',
  }),
  echoing('echo-deflate-fresh', 'the same, compressed without context takeover', {
    extensions: 'permessage-deflate; client_no_context_takeover; server_no_context_takeover',
  }),
  {
    name: 'byte-by-byte',
    does: 'the same with short messages, every byte a write of its own',
    isGood: true,
    live: (life) =>
      withPeer(life, { isByteByByte: true }, async (good) => {
        for (let i = 0; i < life.pace.exchanges && !life.stop.aborted; i++) {
          await good.send(1, textOf(life, 20));
          await good.receive();
        }
      }),
  },
  {
    name: 'pipelining',
    does: 'sends many messages before it waits for the first echo',
    isGood: true,
    live: (life) =>
      withPeer(life, {}, async (good) => {
        for (let i = 0; i < life.pace.exchanges; i++) await good.send(...anyMessage(life));
        for (let i = 0; i < life.pace.exchanges; i++) await good.receive(false);
      }),
  },
  {
    name: 'slow-reader',
    does: 'sends 1 MiB at a time, and reads the echoes by and by',
    isGood: true,
    live: (life) => withPeer(life, {}, (good) => readSlowly(life, good)),
  },
  {
    name: 'comes-and-goes',
    does: 'opens and closes, again and again',
    isGood: true,
    async live(life) {
      for (let i = 0; i < life.pace.exchanges && !life.stop.aborted; i++) {
        await withPeer(life, {}, () => Promise.resolve());
        await new Promise((resolve) => setTimeout(resolve, life.pace.tickMs / 20));
      }
    },
  },
];

async function withPeer(
  life: Life,
  manner: Manner,
  use: (good: GoodPeer) => Promise<void>,
): Promise<void> {
  const good = await GoodPeer.open(life, manner);
  try {
    await use(good);
    await good.close();
  } finally {
    good.drop();
  }
}

/** Reads for a moment, then stops for a tick; the bytes under way fill the buffers of the system. */
async function readSlowly({ pace, random }: Life, good: GoodPeer): Promise<void> {
  good.peer.pause();
  for (let i = 0; i < BATCH; i++) await good.send(2, random.bytes(65_536));
  const turns = setInterval(() => good.peer.resume(), 1 + pace.tickMs / 10);
  try {
    for (let i = 0; i < BATCH; i++) {
      await good.receive(false);
      good.peer.pause();
    }
  } finally {
    clearInterval(turns);
    good.peer.resume();
  }
}

function anyMessage(life: Life): [opcode: number, payload: Uint8Array] {
  const { random } = life;
  const length = random.isSo(0.05) ? random.oneOf(LENGTHS) : random.whole(0, 200);
  return random.isSo(0.5) ? [1, textOf(life, length)] : [2, random.bytes(length)];
}

/** Letters of one to four bytes. */
function textOf({ random }: Life, bytes: number): Uint8Array {
  const letter = random.oneOf(['a', 'ß', '€', '𝄞']);
  return Buffer.from('x'.repeat(bytes % 4) + letter.repeat(bytes / Buffer.byteLength(letter)));
}
