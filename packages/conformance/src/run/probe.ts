/**
 * The abilities and the speed of the testee, measured before the first case.
 *
 * @module
 */

import type { Ability, Variant } from '../catalogue/index.ts';
import { closeIn, type Observation } from '../judge/index.ts';
import { Line } from '../peer/index.ts';
import { attempt, type Setup, type Times } from './session.ts';

/** The testee as the probe found it. */
export interface Probe {
  readonly abilities: readonly Ability[];
  readonly times: Times;
  /** Milliseconds from connecting to the pong: the median and the longest of 20. */
  readonly roundTrip: { readonly median: number; readonly max: number };
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** The testee cannot be tested at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const question = 'Is this an echo?';

/** Nobody waits in vain but for a testee that is gone, and a machine may be busy. */
const patient: Times = { reaction: 10_000, beat: 5 };

const plainVariant: Variant = { name: 'plain', strict: [], tolerated: [] };

/** @throws Unreachable when a plain handshake and a ping do not go through. */
export async function probe(setup: Setup, scale: number): Promise<Probe> {
  const trips = await roundTrips(setup);
  // One hiccup does not count.
  const usual = trips.at(-2)!;
  const isEcho = await sendsBack(setup);
  const hasDeflate = (await extensionsOf(setup, 'permessage-deflate')).length > 0;
  if ((await extensionsOf(setup, 'x-nonsense; a=1')).length > 0) {
    throw new Unreachable('The server agrees on an extension that does not exist: x-nonsense');
  }
  const found: Readonly<Record<Exclude<Ability, 'empty-records'>, boolean>> = {
    echo: isEcho,
    deflate: hasDeflate,
    closes: await closes(setup),
    surrogates: isEcho && (await obeys(setup, 'surrogate:d800')),
    subprotocol: setup.subprotocols.length > 0 && (await hasSubprotocol(setup)),
    limit: setup.limit !== undefined,
    origin: setup.origin !== undefined,
    tls: setup.target.isSecure,
  };
  const abilities = Object.entries(found).flatMap(([name, has]) => (has ? [name as Ability] : []));
  return {
    abilities,
    times: {
      reaction: Math.min(3000, Math.max(300, usual * 20)) * scale,
      beat: Math.min(50, Math.max(2, usual / 4)) * scale,
    },
    roundTrip: { median: trips[10]!, max: trips.at(-1)! },
    notes: [
      isEcho
        ? 'sends messages back: what it received is compared'
        : 'does not send messages back: what it received is not compared',
      hasDeflate
        ? 'agrees on permessage-deflate'
        : 'declines permessage-deflate: its cases are left out',
    ],
  };
}

/** Milliseconds from connecting to the pong, 20 times, the shortest first. */
async function roundTrips(setup: Setup): Promise<readonly number[]> {
  const trips: number[] = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await plain(setup);
    trips.push(performance.now() - start);
  }
  return trips.sort((a, b) => a - b);
}

/** Whether a message comes back, as whatever type: that the type is wrong is for the cases to find. */
async function sendsBack(setup: Setup): Promise<boolean> {
  const steps = [{ frame: { opcode: 1, text: question } }];
  const times = { reaction: 1000, beat: 5 };
  const asEcho = { ...setup, isEcho: true };
  const { observation } = await attempt(asEcho, { ...plainVariant, steps }, times);
  // A server that greets first is none that only sends back.
  const [first] = observation.events.flatMap((event) => (event.type === 'message' ? [event] : []));
  return first !== undefined && Buffer.from(first.data).toString() === question;
}

/** What the testee does once it has received a text. */
async function reactionTo(setup: Setup, text: string): Promise<Observation> {
  const steps = [{ frame: { opcode: 1, text } }];
  const times = { reaction: 1000, beat: 5 };
  return (await attempt(setup, { ...plainVariant, steps }, times)).observation;
}

/** Whether the testee closes as a text tells it. */
async function closes(setup: Setup): Promise<boolean> {
  return closeIn(await reactionTo(setup, 'close:4001:probe'))?.code === 4001;
}

/** Whether a testee that sends messages back does something else with this one. */
async function obeys(setup: Setup, text: string): Promise<boolean> {
  const { events, violation } = await reactionTo(setup, text);
  const echo = events.find((event) => event.type === 'message');
  return violation !== undefined || (echo?.type === 'message' && echo.data !== text);
}

async function hasSubprotocol(setup: Setup): Promise<boolean> {
  const { handshake } = (await attempt(setup, plainVariant, patient)).observation;
  return handshake.kind === 'established' && handshake.subprotocol !== undefined;
}

/** Whether anybody accepts connections there. */
export async function isListening({ target }: Setup): Promise<boolean> {
  return Line.open(target, patient.reaction).then(
    (line) => {
      line.close();
      return true;
    },
    () => false,
  );
}

/** Whether the testee still answers a handshake and a ping. */
export async function isAlive(setup: Setup): Promise<boolean> {
  return plain(setup).then(
    () => true,
    () => false,
  );
}

async function plain(setup: Setup): Promise<void> {
  const { observation } = await attempt(setup, plainVariant, patient).catch((error: unknown) => {
    throw new Unreachable(error instanceof Error ? error.message : String(error));
  });
  if (observation.handshake.kind === 'established' && observation.isAlive === true) return;
  const { handshake } = observation;
  const reason =
    handshake.kind === 'refused'
      ? `it answers the opening handshake with status ${handshake.status}`
      : handshake.kind === 'broken'
        ? `its response breaks ${handshake.rules.join(', ')}`
        : handshake.kind === 'none'
          ? 'it does not answer the opening handshake'
          : observation.violation === undefined
            ? 'it does not answer a ping'
            : `its first frame breaks ${observation.violation}`;
  throw new Unreachable(`The server cannot be tested: ${reason}`);
}

async function extensionsOf(setup: Setup, extensions: string): Promise<readonly string[]> {
  const { observation } = await attempt(setup, { ...plainVariant, extensions }, patient);
  const { handshake } = observation;
  if (handshake.kind === 'established') return handshake.extensions;
  return handshake.kind === 'broken' && handshake.rules.includes('extension-not-offered')
    ? ['?']
    : [];
}
