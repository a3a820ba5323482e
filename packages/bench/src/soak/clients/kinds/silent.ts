/**
 * Clients that hold a connection and do next to nothing with it.
 *
 * @module
 */

import { frame, request } from '../frames.ts';
import type { Kind } from '../kind.ts';
import { hold, hostile, hostileOnceOpen } from './hostile.ts';

/** Steps of a client that sends a byte at a time. */
const STEPS = 60;

export const silentKinds: readonly Kind[] = [
  hostile('tcp-only', 'connects and says nothing', hold),
  hostile('half-handshake', 'sends half a request', async (peer, life) => {
    const whole = request();
    peer.write(whole.subarray(0, life.random.whole(1, whole.length - 1)));
    await hold(peer, life);
  }),
  hostile('slow-handshake', 'sends a byte of its request a second', async (peer, { pace }) => {
    for (const byte of request().subarray(0, STEPS)) {
      peer.write(Uint8Array.of(byte));
      await peer.wait(pace.tickMs);
      if (peer.isGone) break;
    }
  }),
  hostileOnceOpen('silence', 'opens, then is as if it had been stopped', async (peer, life) => {
    peer.pause();
    await hold(peer, life);
  }),
  hostileOnceOpen('oversized-length', 'announces a frame of exabytes', async (peer, life) => {
    const declaredLength = life.random.oneOf([0x7fff_ffff_ffff_ffffn, 2n ** 40n, 2n ** 24n]);
    peer.write(frame({ opcode: 2, declaredLength, payload: life.random.bytes(10) }));
    await hold(peer, life);
  }),
  hostileOnceOpen('close-unread', 'sends a Close frame and reads nothing', async (peer, life) => {
    peer.pause();
    peer.write(frame({ opcode: 8, payload: Uint8Array.of(0x03, 0xe8) }));
    await hold(peer, life);
  }),
];
