/**
 * All clients of one process, each with one life after the other.
 *
 * @module
 */

import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Kind, Life } from './kind.ts';
import { kinds } from './kinds/index.ts';
import { quickPace, realPace } from './pace.ts';
import { Random } from './random.ts';
import { type Tally, Tallying } from './tally.ts';

/** The parameters of a crowd. */
export interface CrowdPlan {
  readonly port: number;
  readonly seed: number;
  /** Of both sides together: each is of the next kind, and after the last kind comes the first. */
  readonly clients: number;
  /** Which of them this crowd has. */
  readonly side: 'good' | 'hostile';
  /** How long in milliseconds, in real time; or how many lives each client has, as fast as they can. */
  readonly until: { readonly ms: number } | { readonly lives: number };
}

/** Runs the clients. @returns Their results, once the last has ended. */
export async function runCrowd({ port, seed, clients, side, until }: CrowdPlan): Promise<Tally> {
  const tally = new Tallying();
  const stop = new AbortController();
  setMaxListeners(Infinity, stop.signal);
  const [ms, most] = 'ms' in until ? [until.ms, Infinity] : [undefined, until.lives];
  const timer = ms === undefined ? undefined : globalThis.setTimeout(() => stop.abort(), ms);
  const pace = ms === undefined ? quickPace : realPace;
  const all = Array.from({ length: clients }, async (_, i) => {
    const kind = kinds[i % kinds.length]!;
    const random = new Random(seed * 1009 + i);
    const life: Life = { port, random, pace, tally, stop: stop.signal };
    if (kind.isGood === (side === 'good')) await liveOn(kind, life, most, stop);
  });
  await Promise.all(all);
  clearTimeout(timer);
  return tally.result();
}

async function liveOn(kind: Kind, life: Life, most: number, stop: AbortController): Promise<void> {
  const { tally } = life;
  // Not all at once.
  await rest(life);
  for (let lives = 0; lives < most && !stop.signal.aborted; lives++) {
    try {
      await kind.live(life);
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (kind.isGood) tally.dropped(kind.name, error);
      else if (typeof code !== 'string') throw error;
      // Nobody listens any more: there is nothing left to soak.
      if (code === 'ECONNREFUSED') stop.abort();
    }
    tally.lived(kind.name);
    await rest(life);
  }
}

/** A moment, so that clients of a kind do not go in step. */
async function rest({ pace, random, stop }: Life): Promise<void> {
  await setTimeout(random.whole(0, pace.restMs), undefined, { signal: stop }).catch(
    () => undefined,
  );
}
