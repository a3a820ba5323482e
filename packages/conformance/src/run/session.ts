/**
 * One variant of a case on one connection: the opening handshake, and the conversation after it.
 *
 * @module
 */

import { concat } from '@sansocket/testkit/wire';
import type { Variant } from '../catalogue/index.ts';
import type { Observation } from '../judge/index.ts';
import { Line, NoConnection } from '../peer/index.ts';
import { ask, type ServerSetup } from './ask.ts';
import { type Attempt, Conversation, type Partner } from './conversation.ts';
import type { Scene } from './opened.ts';
import { type ClientSetup, respond } from './respond.ts';
import { patient, type Times } from './times.ts';

/** A testee, and how a connection with it comes about. */
export type Setup = ServerSetup | ClientSetup;

/**
 * Runs one variant.
 *
 * @param onPlayed - Called when all steps are done; the connection stays open until its promise is fulfilled.
 * @throws NoConnection when the testee takes no connection, or a client has crashed: that is for the caller to judge.
 */
export async function attempt(
  setup: Setup,
  variant: Variant,
  times: Times,
  onPlayed: () => Promise<void> = () => Promise.resolve(),
): Promise<Attempt> {
  if ('target' in setup) {
    const line = await lineTo(setup, variant, times);
    // The testee ends the connection before the request.
    if (line instanceof NoConnection) return unopened(setup, { end: 'rst' });
    return run(setup, sceneOf(line, variant, times, onPlayed));
  }
  const { line, leave } = await setup.visit();
  const seen = await run(setup, sceneOf(line, variant, times, onPlayed));
  await leave();
  return seen;
}

/** @returns `NoConnection` where an alert of TLS is an answer: to ALPN. */
async function lineTo(
  { target }: ServerSetup,
  { request = {} }: Variant,
  times: Times,
): Promise<Line | NoConnection> {
  const { plain = false, alpn } = request;
  const isSecure = target.isSecure && !plain;
  return Line.open({ ...target, isSecure, alpn }, patient(times).reaction).catch(
    (error: unknown) => {
      if (alpn !== undefined && error instanceof NoConnection) return error;
      throw error;
    },
  );
}

function sceneOf(line: Line, variant: Variant, times: Times, onPlayed: () => Promise<void>): Scene {
  const sent: Uint8Array[] = [];
  const write = async (bytes: Uint8Array): Promise<void> => {
    sent.push(bytes);
    await line.write(bytes);
  };
  return { line, variant, times, write, sent, onPlayed };
}

async function run(setup: Setup, scene: Scene): Promise<Attempt> {
  const { line, sent } = scene;
  const { isEcho } = setup;
  try {
    const isServer = 'target' in setup;
    const opened = await (isServer ? ask(scene, setup) : respond(scene, setup));
    const { answer, second, ms, version } = opened;
    if (answer.kind === 'established' || answer.kind === 'requested') {
      const partner: Partner = isServer
        ? { role: 'server', isEcho, limit: setup.limit }
        : { role: 'client', isEcho, limit: undefined };
      return await new Conversation(scene, partner, opened).run();
    }
    const { end, received, turns } = line;
    const seen = unopened(setup, { handshake: answer, second, end, ms });
    const expected = { ...seen.expected, version };
    return { ...seen, expected, sent: concat(...sent), received, turns };
  } finally {
    line.close();
  }
}

/** An attempt without any frame. */
function unopened({ isEcho }: Setup, seen: Partial<Observation>): Attempt {
  const none = new Uint8Array(0);
  const observation: Observation = {
    handshake: { kind: 'none' },
    second: undefined,
    events: [],
    violation: undefined,
    repeatsItself: false,
    isAlive: undefined,
    end: undefined,
    isEndFirst: true,
    ms: 0,
    ...seen,
  };
  const expected = { judgement: undefined, isEcho };
  const bytes = { sent: none, received: none, turns: [] };
  return { observation, expected, ...bytes, isBarred: false, trips: [], playMs: 0 };
}
