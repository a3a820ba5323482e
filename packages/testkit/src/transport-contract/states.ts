/**
 * The states of a connection, in both roles, and the steps that lead to each.
 *
 * @module
 */

import { openScene, type Scene, sendBacklog, TURNS, unanswered } from './scene.ts';

/** Brings it into a state, or leaves it closed when a timeout came first. */
export type Enter = (scene: Scene) => Promise<void>;

/** States by their names. */
export type StateTable = Readonly<Record<string, Enter>>;

const NORMAL = '\x03\xe8';
/** A frame with a reserved opcode (RFC 6455 §5.2). */
const WRONG_OPCODE = 3;

/** In these the application of a server has no socket yet. */
export const earlyStates: StateTable = {
  'connecting, nothing has come': ({ fixture }) => fixture.turns(TURNS),
  'connecting, half a head has come': async ({ fixture, peer, greeting }) => {
    peer.write(greeting().slice(0, 40));
    await fixture.turns(TURNS);
  },
};

/** Only for a server. */
export const requestStates: StateTable = {
  'connecting, the request waits for the application': async ({ tried, peer, greeting }) => {
    peer.write(greeting(unanswered));
    await tried.untilMet();
  },
};

export const openStates: StateTable = {
  'open, idle': (scene) => openScene(scene),
  'open, output queued': withBacklog,
  'open, in the middle of a frame': (scene) => {
    return openScene(scene, scene.frame(2, 'abcde').slice(0, -2));
  },
  'open, in the middle of a message': (scene) => openScene(scene, withoutFin(scene.frame(1, 'a'))),
  'our Close frame is out': async (scene) => {
    await openScene(scene);
    scene.tried.socket.close(1000);
  },
  'our Close frame is behind a backlog': async (scene) => {
    await withBacklog(scene);
    scene.tried.socket.close(1000);
  },
  'a Close frame came': async (scene) => {
    await openScene(scene, scene.frame(8, NORMAL));
    await scene.tried.until('close-received');
  },
  'a Close frame came, with a backlog': async (scene) => {
    await withBacklog(scene);
    scene.peer.write(scene.frame(8, NORMAL));
    await scene.tried.until('close-received');
  },
  'failed by a violation': async (scene) => {
    await openScene(scene, scene.frame(WRONG_OPCODE, ''));
    await scene.tried.until('violation');
  },
  'failed by a violation, with a backlog': async (scene) => {
    await withBacklog(scene);
    scene.peer.write(scene.frame(WRONG_OPCODE, ''));
    await scene.tried.until('violation');
  },
};

async function withBacklog(scene: Scene): Promise<void> {
  await openScene(scene);
  // On a busy machine a timeout may have come first.
  if (scene.tried.closes > 0 || scene.tried.isLost) return;
  scene.peer.pause();
  sendBacklog(scene.tried);
}

/** The same frame as a part of a message. */
function withoutFin(frame: string): string {
  return String.fromCharCode(frame.charCodeAt(0) & 0x7f) + frame.slice(1);
}
