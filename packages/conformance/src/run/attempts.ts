/**
 * The attempts of a variant: one connection, or many at once, or many in turn, or two whose times are compared.
 *
 * @module
 */

import type { Step, Variant } from '../catalogue/index.ts';
import type { Attempt } from './conversation.ts';
import { isAlive } from './probe.ts';
import { attempt, type Setup } from './session.ts';
import type { Times } from './times.ts';

/** All attempts, and whether one more connection was served meanwhile. */
export interface Attempts {
  readonly all: readonly Attempt[];
  readonly isServing: boolean;
}

/** @throws NoConnection when the testee takes no connection at all. */
export async function attemptsOf(setup: Setup, variant: Variant, times: Times): Promise<Attempts> {
  const { connections, turns = 1, growth } = variant;
  if (connections !== undefined) return atOnce(setup, variant, times, connections);
  if (growth === true) return { all: [await grown(setup, variant, times)], isServing: true };
  const all: Attempt[] = [];
  for (let i = 0; i < turns; i++) all.push(await attempt(setup, variant, times));
  return { all, isServing: true };
}

/** Connections that stay open until all have done their steps, and another one has been tried. */
async function atOnce(
  setup: Setup,
  variant: Variant,
  times: Times,
  connections: number,
): Promise<Attempts> {
  let waiting = connections;
  let arrived: () => void = () => undefined;
  const served = new Promise<boolean>((resolve) => {
    arrived = () => {
      if (--waiting === 0) resolve(isAlive(setup));
    };
  });
  const one = async (): Promise<Attempt> => {
    let hasArrived = false;
    const arriveOnce = (): void => {
      if (!hasArrived) arrived();
      hasArrived = true;
    };
    try {
      return await attempt(setup, variant, times, async () => {
        arriveOnce();
        await served;
      });
    } finally {
      arriveOnce();
    }
  };
  const settled = await Promise.allSettled(Array.from({ length: connections }, one));
  const all = settled.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
  const [first] = settled;
  if (all.length === 0 && first?.status === 'rejected') throw first.reason;
  return { all, isServing: await served };
}

/** Times shorter than the one for a reaction say nothing. */
async function grown(setup: Setup, variant: Variant, times: Times): Promise<Attempt> {
  const long: Times = { ...times, reaction: times.reaction * 8 };
  const steps = (variant.steps ?? []).map(fourTimes);
  const first = await attempt(setup, variant, long);
  const second = await attempt(setup, { ...variant, steps }, long);
  const growth = second.playMs < times.reaction ? 1 : second.playMs / first.playMs;
  return { ...second, observation: { ...second.observation, growth } };
}

function fourTimes(step: Step): Step {
  return 'repeat' in step ? { ...step, repeat: step.repeat * 4 } : step;
}
