/**
 * The abilities and the speed of the testee, measured before the first case.
 *
 * @module
 */

import { messageOf } from '@sansocket/command-line';
import type { Ability, Variant } from '../catalogue/index.ts';
import { closeIn, type Observation } from '../judge/index.ts';
import { Line } from '../peer/index.ts';
import type { ServerSetup } from './ask.ts';
import type { ClientSetup } from './respond.ts';
import { attempt, type Setup } from './session.ts';
import { type Speed, speedOf, type Times } from './times.ts';

/** The testee as the probe found it. */
export interface Probe extends Speed {
  readonly abilities: readonly Ability[];
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** The testee cannot be tested at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const question = 'Is this an echo?';

/** Nobody waits in vain but for a testee that is gone, and a machine may be busy. */
const long: Times = { reaction: 10_000, beat: 5 };

/** The abilities of clients alone, and one of the sender. */
type NotOfServers = 'client-bits' | 'no-client-bits' | 'no-deflate' | 'empty-records';

const plainVariant: Variant = { name: 'plain', strict: [], tolerated: [] };

/** @throws Unreachable when a plain handshake and a ping do not go through. */
export async function probe(setup: ServerSetup, scale: number): Promise<Probe> {
  const trips = await roundTrips(setup);
  const isEcho = await sendsBack(setup, scale);
  const hasDeflate = (await extensionsOf(setup, 'permessage-deflate')).length > 0;
  const hasTakeover = hasDeflate && (await keepsContext(setup));
  if ((await extensionsOf(setup, 'x-nonsense; a=1')).length > 0) {
    throw new Unreachable('The server agrees on an extension that does not exist: x-nonsense');
  }
  const found: Readonly<Record<Exclude<Ability, NotOfServers>, boolean>> = {
    echo: isEcho,
    deflate: hasDeflate,
    takeover: hasTakeover,
    closes: await closes(setup, scale),
    surrogates: isEcho && (await obeys(setup, 'surrogate:d800', scale)),
    subprotocol: setup.subprotocols.length > 0 && (await hasSubprotocol(setup)),
    limit: setup.limit !== undefined,
    origin: setup.origin !== undefined,
    tls: setup.target.isSecure,
  };
  const abilities = Object.entries(found).flatMap(([name, has]) => (has ? [name as Ability] : []));
  return {
    abilities,
    ...speedOf(trips, scale),
    notes: [
      echoNote(isEcho),
      hasDeflate
        ? 'agrees on permessage-deflate'
        : 'declines permessage-deflate: its cases are left out',
    ],
  };
}

/** The probe of a client: one connection with 20 pings and a text. */
export const clientProbe: Variant = {
  ...plainVariant,
  steps: [{ repeat: 20, steps: [{ fence: 'ping' }] }, { frame: { opcode: 1, text: question } }],
};

/** @throws Unreachable when a plain handshake and a ping do not go through. */
export async function probeClient(setup: ClientSetup, scale: number): Promise<Probe> {
  const times = { reaction: 1000 * scale, beat: 5 };
  const seen = await attempt({ ...setup, isEcho: true }, clientProbe, times).catch(unreachable);
  const { observation, trips } = seen;
  const { handshake } = observation;
  if (handshake.kind !== 'requested' || observation.isAlive !== true) {
    throw new Unreachable(`The client cannot be tested: ${reasonOf(observation)}`);
  }
  const isEcho = isAnswered(observation);
  const offers = handshake.extensions.filter(({ name }) => name === 'permessage-deflate');
  const hasBits = offers.some(({ parameters }) =>
    parameters.some(([name]) => name === 'client_max_window_bits'),
  );
  // Whether we may compress with the window of the message before.
  const hasTakeover = offers.some(({ parameters }) =>
    parameters.every(([name]) => name !== 'server_no_context_takeover'),
  );
  const hasSubprotocol = handshake.subprotocols.length > 0;
  const deflate: readonly Ability[] = ['deflate', hasBits ? 'client-bits' : 'no-client-bits'];
  return {
    abilities: [
      ...(isEcho ? ['echo' as const] : []),
      ...(offers.length > 0 ? deflate : ['no-deflate' as const]),
      ...(hasTakeover ? ['takeover' as const] : []),
      ...(hasSubprotocol ? ['subprotocol' as const] : []),
    ],
    ...speedOf(trips, scale),
    notes: [
      echoNote(isEcho),
      offers.length > 0
        ? 'offers permessage-deflate'
        : 'does not offer permessage-deflate: its cases are left out',
      ...(hasSubprotocol ? ['offers a subprotocol'] : []),
    ],
  };
}

function echoNote(isEcho: boolean): string {
  return isEcho
    ? 'sends messages back: what it received is compared'
    : 'does not send messages back: what it received is not compared';
}

/** Milliseconds from connecting to the pong, 20 times. */
async function roundTrips(setup: ServerSetup): Promise<readonly number[]> {
  const trips: number[] = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await plain(setup);
    trips.push(performance.now() - start);
  }
  return trips;
}

/** Whether a message comes back, as whatever type: that the type is wrong is for the cases to find. */
async function sendsBack(setup: ServerSetup, scale: number): Promise<boolean> {
  return isAnswered(await reactionTo({ ...setup, isEcho: true }, question, scale));
}

function isAnswered(observation: Observation): boolean {
  // A server that greets first is none that only sends back.
  const [first] = observation.events.flatMap((event) => (event.type === 'message' ? [event] : []));
  return first !== undefined && Buffer.from(first.data).toString() === question;
}

/** What the testee does once it has received a text. */
async function reactionTo(setup: ServerSetup, text: string, scale: number): Promise<Observation> {
  const steps = [{ frame: { opcode: 1, text } }];
  const times = { reaction: 1000 * scale, beat: 5 };
  return (await attempt(setup, { ...plainVariant, steps }, times)).observation;
}

/** Whether the testee closes as a text tells it. */
async function closes(setup: ServerSetup, scale: number): Promise<boolean> {
  return closeIn(await reactionTo(setup, 'close:4001:probe', scale))?.code === 4001;
}

/** Whether a testee that sends messages back does something else with this one. */
async function obeys(setup: ServerSetup, text: string, scale: number): Promise<boolean> {
  const { events, violation } = await reactionTo(setup, text, scale);
  const echo = events.find((event) => event.type === 'message');
  return violation !== undefined || (echo?.type === 'message' && echo.data !== text);
}

async function hasSubprotocol(setup: ServerSetup): Promise<boolean> {
  const { handshake } = (await attempt(setup, plainVariant, long)).observation;
  return handshake.kind === 'established' && handshake.subprotocol !== undefined;
}

/** Whether anybody accepts connections there. */
export async function isListening({ target }: ServerSetup): Promise<boolean> {
  return Line.open(target, long.reaction).then(
    (line) => {
      line.close();
      return true;
    },
    () => false,
  );
}

/** Whether the testee still answers a handshake and a ping. Whether a client comes back is its own choice. */
export async function isAlive(setup: Setup): Promise<boolean> {
  if (!('target' in setup)) return true;
  return plain(setup).then(
    () => true,
    () => false,
  );
}

async function plain(setup: ServerSetup): Promise<void> {
  const { observation } = await attempt(setup, plainVariant, long).catch(unreachable);
  if (observation.handshake.kind === 'established' && observation.isAlive === true) return;
  throw new Unreachable(`The server cannot be tested: ${reasonOf(observation)}`);
}

/** Whether we may compress with the window of the message before. */
async function keepsContext(setup: ServerSetup): Promise<boolean> {
  const variant = { ...plainVariant, extensions: 'permessage-deflate' };
  const { handshake } = (await attempt(setup, variant, long)).observation;
  const fields = handshake.kind === 'established' ? handshake.fields : [];
  return !fields.some(([, value]) => value.includes('client_no_context_takeover'));
}

function unreachable(error: unknown): never {
  throw new Unreachable(messageOf(error));
}

function reasonOf({ handshake, violation }: Observation): string {
  switch (handshake.kind) {
    case 'refused':
      return `it answers the opening handshake with status ${handshake.status}`;
    case 'broken':
      return `its part of the opening handshake breaks ${handshake.rules.join(', ')}`;
    case 'none':
      return 'it does not answer the opening handshake';
    default:
      return violation === undefined
        ? 'it does not answer a ping'
        : `its first frame breaks ${violation}`;
  }
}

async function extensionsOf(setup: ServerSetup, extensions: string): Promise<readonly string[]> {
  const { observation } = await attempt(setup, { ...plainVariant, extensions }, long);
  const { handshake } = observation;
  if (handshake.kind === 'established') return handshake.extensions;
  return handshake.kind === 'broken' && handshake.rules.includes('extension-not-offered')
    ? ['?']
    : [];
}
