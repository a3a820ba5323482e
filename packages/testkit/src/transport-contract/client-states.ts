/**
 * The states of a client's connection, with a server of the same adapter, which has no timeouts and does
 * nothing but what it is told.
 *
 * @module
 */

import { CloseCounter } from './close-counter.ts';
import {
  accepting,
  noTimeouts,
  type Scene,
  type StateTable,
  sendBacklog,
  shortTimeouts,
  TURNS,
  unanswered,
} from './scene.ts';
import type { TransportFixture } from './transport-fixture.ts';

/** A client is tried. */
export interface ClientScene extends Scene {
  readonly port: number;
  /** The server's end. */
  readonly other: CloseCounter;
}

export const clientStates: StateTable<ClientScene> = {
  'connecting, the request is not answered': async (scene) => {
    await connect(scene, unanswered);
  },
  'open, idle': open,
  'open, output queued': withBacklog,
  'open, in the middle of a message': async (scene) => {
    await open(scene);
    scene.other.socket.send('a', { fin: false });
    await scene.fixture.turns(TURNS);
  },
  'our Close frame is out': async (scene) => {
    await open(scene);
    scene.peer.pause();
    scene.tried.socket.close(1000);
  },
  'our Close frame is behind a backlog': async (scene) => {
    await withBacklog(scene);
    scene.tried.socket.close(1000);
  },
  'a Close frame came': async (scene) => {
    await open(scene);
    scene.peer.pause();
    scene.other.socket.close(1000);
    await scene.tried.until('close-received');
  },
  'a Close frame came, with a backlog': async (scene) => {
    await withBacklog(scene);
    scene.other.socket.close(1000);
    await scene.tried.until('close-received');
  },
};

/** Listens; the state decides how to connect. */
export async function clientScene(fixture: TransportFixture): Promise<ClientScene> {
  const [tried, other] = [new CloseCounter(), new CloseCounter()];
  const { port } = await fixture.serve(accepting(other, noTimeouts), other.listen);
  // Nothing, when the client has given up before its request came.
  const pause = (): void => {
    if (other.isMet) other.socket.pauseReceiving();
  };
  const peer = {
    reset: () => {
      if (other.isMet) fixture.runtime.drop(other.socket.stream);
    },
    pause,
    resume: () => {
      if (other.isMet) other.socket.resumeReceiving();
    },
    fallSilent: pause,
  };
  return { fixture, tried, other, port, peer };
}

/** Resolves once the server has the request, unless the client has given up before. */
async function connect(
  { fixture, tried, other, port }: ClientScene,
  target: string,
): Promise<void> {
  const url = `ws://127.0.0.1:${port}${target}`;
  tried.meet(fixture.connect(url, { timeouts: shortTimeouts }, tried.listen));
  await Promise.race([other.untilMet(), tried.until('close')]);
}

async function open(scene: ClientScene): Promise<void> {
  await connect(scene, '/');
  await scene.tried.until('open');
}

async function withBacklog(scene: ClientScene): Promise<void> {
  await open(scene);
  scene.peer.pause();
  sendBacklog(scene.tried);
}
