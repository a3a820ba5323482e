/**
 * The states of a server's connection, with a bare socket as its client: it answers nothing by itself.
 *
 * @module
 */

import { type BareClient, maskedFrame, sampleRequest } from './bare-client.ts';
import { CloseCounter } from './close-counter.ts';
import {
  accepting,
  type Peer,
  type Scene,
  type StateTable,
  sendBacklog,
  shortTimeouts,
  TURNS,
  unanswered,
} from './scene.ts';
import type { TransportFixture } from './transport-fixture.ts';

/** A server is tried. */
export interface ServerScene extends Scene {
  readonly peer: Peer & Pick<BareClient, 'write' | 'end'>;
}

const CLOSE = maskedFrame(8, '\x03\xe8');
/** The first bytes of a frame of 5, and a fragment of a message. */
const HALF_FRAME = '\x82\x85\0\0\0\0abc';
const FRAGMENT = '\x01\x81\0\0\0\0a';

/** In these there is no socket yet in the hand of an application. */
export const unmetServerStates: StateTable<ServerScene> = {
  'connecting, nothing has come': ({ fixture }) => fixture.turns(TURNS),
  'connecting, half a head has come': async ({ fixture, peer }) => {
    peer.write(sampleRequest.slice(0, 40));
    await fixture.turns(TURNS);
  },
};

export const serverStates: StateTable<ServerScene> = {
  'connecting, the request waits for the application': async ({ tried, peer }) => {
    peer.write(sampleRequest.replace('/chat', unanswered));
    await tried.untilMet();
  },
  'open, idle': (scene) => open(scene),
  'open, output queued': withBacklog,
  'open, in the middle of a frame': (scene) => open(scene, HALF_FRAME),
  'open, in the middle of a message': (scene) => open(scene, FRAGMENT),
  'our Close frame is out': async (scene) => {
    await open(scene);
    scene.tried.socket.close(1000);
  },
  'our Close frame is behind a backlog': async (scene) => {
    await withBacklog(scene);
    scene.tried.socket.close(1000);
  },
  'a Close frame came': async (scene) => {
    await open(scene, CLOSE);
    await scene.tried.until('close-received');
  },
  'a Close frame came, with a backlog': async (scene) => {
    await withBacklog(scene);
    scene.peer.write(CLOSE);
    await scene.tried.until('close-received');
  },
  'failed by a violation': async (scene) => {
    await open(scene, '\x81\x01a');
    await scene.tried.until('violation');
  },
  'failed by a violation, with a backlog': async (scene) => {
    await withBacklog(scene);
    scene.peer.write('\x81\x01a');
    await scene.tried.until('violation');
  },
};

/** Listens, and connects a bare socket. */
export async function serverScene(fixture: TransportFixture): Promise<ServerScene> {
  const tried = new CloseCounter();
  const { port } = await fixture.serve(accepting(tried, shortTimeouts), tried.listen);
  const client = fixture.bareClient(port);
  const peer = {
    write: (text: string) => {
      client.write(text);
    },
    end: () => {
      client.end();
    },
    reset: () => {
      client.reset();
    },
    pause: () => {
      client.pause();
    },
    resume: () => {
      client.resume();
    },
    fallSilent: () => undefined,
  };
  return { fixture, tried, peer };
}

async function open({ tried, peer }: ServerScene, frames = ''): Promise<void> {
  peer.write(sampleRequest + frames);
  await tried.until('open');
}

async function withBacklog(scene: ServerScene): Promise<void> {
  await open(scene);
  scene.peer.pause();
  sendBacklog(scene.tried);
}
