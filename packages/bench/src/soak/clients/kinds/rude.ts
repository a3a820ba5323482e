/**
 * Clients that break a rule, or break off.
 *
 * @module
 */

import { latin1 } from '@sansocket/testkit/wire';
import { frame, request } from '../frames.ts';
import type { Kind } from '../kind.ts';
import type { Peer } from '../peer.ts';
import { hold, hostile, hostileOnceOpen } from './hostile.ts';

/** Illegal payloads of Close frames: codes out of range, one byte, a reason that is not UTF-8. */
const BAD_CLOSES = [
  [0, 0],
  [0x03, 0xed],
  [0x03, 0xee],
  [0x03, 0xff],
  [0xff, 0xff],
  [0x03],
  [0x03, 0xe8, 0xc3, 0x28],
];

const BAD_TEXTS = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0x61, 0xe2, 0x82],
];

/** Key1, Key2 and eight bytes after the head: the handshake of Hixie-76. */
const HIXIE =
  'GET /demo HTTP/1.1\r\nHost: example.com\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\nUpgrade: WebSocket\r\n' +
  'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nOrigin: http://example.com\r\n\r\n^n:ds[4U';

const HUGE_HEAD = `GET / HTTP/1.1\r\nHost: example.com\r\nX-Filler: ${'x'.repeat(100_000)}\r\n\r\n`;

/** A frame of 1000 bytes of which the most are missing. */
function halfFrame(peer: Peer): void {
  peer.write(frame({ opcode: 2, declaredLength: 1000n, payload: new Uint8Array(10) }));
}

export const rudeKinds: readonly Kind[] = [
  hostile('random-bytes', 'sends random bytes instead of a request', async (peer, life) => {
    peer.write(life.random.bytes(life.random.whole(1, 4096)));
    await hold(peer, life);
  }),
  hostileOnceOpen('random-frames', 'opens, then sends random bytes', async (peer, life) => {
    peer.write(life.random.bytes(life.random.whole(1, 4096)));
    await hold(peer, life);
  }),
  hostileOnceOpen('unmasked', 'sends frames without a mask', async (peer, life) => {
    peer.write(frame({ opcode: 1, payload: latin1('Hello'), maskingKey: undefined }));
    await hold(peer, life);
  }),
  hostileOnceOpen('reset-in-frame', 'resets TCP in the middle of a frame', (peer) => {
    halfFrame(peer);
    peer.reset();
  }),
  hostileOnceOpen('fin-in-frame', 'ends TCP in the middle of a frame', async (peer, life) => {
    halfFrame(peer);
    peer.end();
    await hold(peer, life);
  }),
  hostileOnceOpen('close-then-write', 'goes on after its Close frame', async (peer, life) => {
    peer.write(frame({ opcode: 8, payload: Uint8Array.of(0x03, 0xe8) }));
    const more = frame({ opcode: 2, payload: life.random.bytes(1000) });
    for (let i = 0; i < life.pace.exchanges && !peer.isGone; i++) {
      peer.write(more);
      await peer.wait(life.pace.tickMs / 10);
    }
  }),
  hostileOnceOpen('invalid-utf8', 'sends text that is not UTF-8', async (peer, life) => {
    peer.write(frame({ opcode: 1, payload: Uint8Array.from(life.random.oneOf(BAD_TEXTS)) }));
    await hold(peer, life);
  }),
  hostileOnceOpen('invalid-close', 'sends a Close frame that is wrong', async (peer, life) => {
    peer.write(frame({ opcode: 8, payload: Uint8Array.from(life.random.oneOf(BAD_CLOSES)) }));
    await hold(peer, life);
  }),
  hostile('two-requests', 'sends two requests in one write', async (peer, life) => {
    peer.write(Buffer.concat([request(), request()]));
    await hold(peer, life);
  }),
  hostile('huge-head', 'sends a header field of 100 kB', async (peer, life) => {
    peer.write(latin1(HUGE_HEAD));
    await hold(peer, life);
  }),
  hostile('hixie', 'sends the request of Hixie-76', async (peer, life) => {
    peer.write(latin1(HIXIE));
    await hold(peer, life);
  }),
];
