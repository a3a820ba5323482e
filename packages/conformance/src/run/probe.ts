/**
 * The abilities and the speed of the testee, measured before the first case.
 *
 * @module
 */

import type { Ability, Case } from '../catalogue/index.ts';
import { attempt, type Setup, type Times } from './session.ts';

/** The testee as the probe found it. */
export interface Probe {
  readonly abilities: readonly Ability[];
  readonly times: Times;
  /** Milliseconds for a ping and its pong: median and the longest of 20. */
  readonly roundTrip: { readonly median: number; readonly max: number };
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** The testee cannot be tested at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const question = 'Is this an echo?';

const patient: Times = { reaction: 3000, beat: 5 };

const blank = {
  id: 'probe',
  testee: 'server',
  level: 'MUST',
  profile: 'quick',
  rules: [],
  strict: [],
} as const;

/** @throws Unreachable when a plain handshake and a ping do not go through. */
export async function probe(setup: Setup, scale: number): Promise<Probe> {
  const trips: number[] = [];
  for (let i = 0; i < 20; i++) trips.push((await plain(setup)).ms);
  trips.sort((a, b) => a - b);
  const max = trips.at(-1)!;
  const echo = await tried(setup, {
    ...blank,
    title: 'echo',
    variants: [],
    steps: [{ frame: { opcode: 1, text: question } }],
  });
  // As whatever type: that it is the wrong one is for the cases to find.
  const isEcho = echo.some(
    (event) => event.type === 'message' && Buffer.from(event.data).toString() === question,
  );
  const deflate = await extensionsOf(setup, 'permessage-deflate');
  const nonsense = await extensionsOf(setup, 'x-nonsense; a=1');
  if (nonsense.length > 0) {
    throw new Unreachable('The server agrees on an extension that does not exist: x-nonsense');
  }
  const hasDeflate = deflate.includes('permessage-deflate');
  const abilities: Ability[] = [
    ...(isEcho ? ['echo' as const] : []),
    ...(hasDeflate ? ['deflate' as const] : []),
  ];
  return {
    abilities,
    times: { reaction: Math.max(300, max * 20) * scale, beat: Math.max(2, max / 4) * scale },
    roundTrip: { median: trips[10]!, max },
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

/** Whether the testee still answers a handshake and a ping. */
export async function isAlive(setup: Setup): Promise<boolean> {
  return plain(setup).then(
    () => true,
    () => false,
  );
}

async function plain(setup: Setup): Promise<{ readonly ms: number }> {
  const one: Case = { ...blank, title: 'plain', variants: [] };
  const { observation } = await attempt(setup, one, { name: '' }, patient).catch(
    (error: unknown) => {
      throw new Unreachable(error instanceof Error ? error.message : String(error));
    },
  );
  if (observation.handshake.kind === 'established' && observation.isAlive === true)
    return observation;
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

async function tried(
  setup: Setup,
  { steps, ...one }: Case & { steps: Case['variants'][0]['steps'] },
) {
  const variant = steps === undefined ? { name: '' } : { name: '', steps };
  return (await attempt(setup, one, variant, patient)).observation.events;
}

async function extensionsOf(setup: Setup, extensions: string): Promise<readonly string[]> {
  const one: Case = { ...blank, title: extensions, variants: [] };
  const { observation } = await attempt(setup, one, { name: '', extensions }, patient);
  const { handshake } = observation;
  if (handshake.kind === 'established') return handshake.extensions;
  return handshake.kind === 'broken' && handshake.rules.includes('extension-not-offered')
    ? ['?']
    : [];
}
