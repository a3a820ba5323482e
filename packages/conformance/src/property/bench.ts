/**
 * The testee and all that the properties need to know of it.
 *
 * @module
 */

import { extensionsIn, type ModelDeflate, peerDeflate } from '@sansocket/testkit/model';
import type { Ability, Case } from '../catalogue/index.ts';
import { attempt, type Probe, type Setup, type Times } from '../run/index.ts';

/** A testee that has been probed. */
export interface Bench {
  readonly setup: Setup;
  readonly times: Times;
  readonly abilities: readonly Ability[];
  /** How we may compress; `undefined`: not at all. */
  readonly deflate: ModelDeflate | undefined;
  /** The cases of the catalogue by their ids. */
  readonly cases: ReadonlyMap<string, Case>;
  /** Whether an outcome that is merely tolerated is a failure. */
  readonly isStrict: boolean;
  /** Brings back a testee that has crashed. @returns Whether it answers again. */
  readonly restart: () => Promise<boolean>;
}

/** The extension that compressed sessions ask for. */
export const DEFLATE = 'permessage-deflate';

const FIELD = 'sec-websocket-extensions';

/** Gets to know a testee better than the probe does. */
export async function benchOf(
  setup: Setup,
  { abilities, times }: Probe,
  { cases, ...options }: Pick<Bench, 'isStrict' | 'restart'> & { readonly cases: readonly Case[] },
): Promise<Bench> {
  const isEcho = abilities.includes('echo');
  const deflate = abilities.includes('deflate') ? await deflateOf(setup, times) : undefined;
  const byId = new Map(cases.map((one) => [one.id, one]));
  return { setup: { ...setup, isEcho }, times, abilities, deflate, cases: byId, ...options };
}

async function deflateOf(setup: Setup, times: Times): Promise<ModelDeflate | undefined> {
  const variant = { name: 'plain', strict: [], tolerated: [], extensions: DEFLATE };
  const { handshake } = (await attempt(setup, variant, times)).observation;
  if (handshake.kind !== 'established') return undefined;
  const answers = handshake.fields.filter(([name]) => name.toLowerCase() === FIELD);
  const inUse = extensionsIn(answers.map(([, value]) => value));
  return inUse === undefined ? undefined : peerDeflate(inUse, 'server');
}
