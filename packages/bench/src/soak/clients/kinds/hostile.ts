/**
 * The common part of hostile clients: a connection that is dropped in the end, whatever the server did with it.
 *
 * @module
 */

import { request } from '../frames.ts';
import type { Kind, Life } from '../kind.ts';
import { Peer } from '../peer.ts';

/** @param act - Does it, on a connection that is dropped afterwards. */
export function hostile(
  name: string,
  does: string,
  act: (peer: Peer, life: Life) => Promise<void> | void,
): Kind {
  return {
    name,
    does,
    isGood: false,
    async live(life) {
      const peer = await Peer.open(life.port, life.stop);
      await act(peer, life);
      peer.drop();
    },
  };
}

/** The same on a connection with its opening handshake done. */
export function hostileOnceOpen(
  name: string,
  does: string,
  act: (peer: Peer, life: Life) => Promise<void> | void,
  extensions?: string,
): Kind {
  return hostile(name, does, async (peer, life) => {
    await open(peer, extensions);
    await act(peer, life);
  });
}

/** Waits until the connection has ended, but not for ever. */
export function hold(peer: Peer, { pace, random }: Life): Promise<void> {
  return peer.wait(random.whole(0, pace.holdMs));
}

/** Waits for the first bytes of an answer; a server that never answers is not waited for. */
async function open(peer: Peer, extensions: string | undefined): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    peer.listen(() => resolve(), resolve);
  });
  peer.write(request(extensions));
  await Promise.race([answered, peer.wait(10_000)]);
}
