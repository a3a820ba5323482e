/**
 * Law 9, agreement: two machines over a wire that loses and half-closes, with timers, always reach
 * `close`, and agree on it. Law 8, replay: a recording replays to the same outputs.
 *
 * Requirements on the environment: applications take their events and do not pause for ever, one of
 * them closes at last, time goes on, and keepalive is on where the wire may fall silent.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import { defaultTimeouts } from 'sansocket/connection';
import {
  type ConnectionFactory,
  describeDifference,
  formatLog,
  parseLog,
  RecordingFactory,
  replay,
  withRecording,
} from '../record/index.ts';
import type { AgreementPlan } from './agreement-plan.ts';
import { ConnectionPair, type PairOptions } from './connection-pair.ts';
import { findDisagreements } from './find-disagreements.ts';
import type { PairEnd } from './pair-end.ts';

/** The part of a pair's options for a run; the plan has the rest. */
export type AgreementOptions = Pick<PairOptions, 'client' | 'server' | 'url' | 'factory'>;

/**
 * Law 9 for one run.
 *
 * @returns The pair, whose ends have ended.
 * @throws Error with the disagreements, followed by a log of both ends when core made the connections.
 */
export function checkAgreement(
  plan: AgreementPlan,
  options: AgreementOptions = {},
): ConnectionPair {
  const check = (factory: ConnectionFactory): ConnectionPair => {
    const ended = playOut(plan, { ...options, factory });
    const problems = problemsOf(plan, options, ended);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return ended.pair;
  };
  return options.factory === undefined ? withRecording(check) : check(options.factory);
}

/**
 * Law 8 for both ends of one run, the log going through its text.
 *
 * @throws Error with the first difference and the log.
 */
export function checkReplay(
  plan: AgreementPlan,
  options: Omit<AgreementOptions, 'factory'> = {},
): void {
  const factory = new RecordingFactory();
  playOut(plan, { ...options, factory });
  const extensions = [options.client, options.server].flatMap((end) => end?.extensions ?? []);
  for (const { log } of factory.recorders) {
    const text = formatLog(log);
    const difference = replay(parseLog(text), { extensions });
    if (difference !== undefined) throw new Error(`${describeDifference(difference)}\n\n${text}`);
  }
}

/** A completed run. */
interface Ended {
  readonly pair: ConnectionPair;
  readonly isOver: boolean;
  /** The duration of the end. */
  readonly ms: number;
}

function problemsOf(
  plan: AgreementPlan,
  options: AgreementOptions,
  { pair, isOver, ms }: Ended,
): string[] {
  if (!isOver) return ['Pair did not come to an end'];
  const bound = longestEnd(options);
  const problems = findDisagreements(pair);
  if (ms > bound) problems.push(`it took ${ms} ms to end, more than ${bound}`);
  if (plan.wire === 'orderly') problems.push(...notOrderly(pair));
  return problems;
}

/** Does the steps, then has the applications close, then lets all pending events happen. */
function playOut(plan: AgreementPlan, options: AgreementOptions): Ended {
  const { steps, credit, prompt, closedBy } = plan;
  const onEvent = (end: PairEnd, event: ConnectionEvent): void => react(plan, end, event);
  const pair = new ConnectionPair({ ...options, credit, prompt, onEvent });
  if (plan.open) pair.open();
  pair.run(steps);
  for (const by of ['client', 'server'] as const) {
    pair.step({ type: 'call', by, call: { type: 'resume' } });
    if (closedBy !== 'both' && closedBy !== by) continue;
    pair.step({ type: 'call', by, call: { type: 'close', code: 1001, reason: '' } });
  }
  const before = pair.client.now;
  const isOver = pair.settle();
  return { pair, isOver, ms: pair.client.now - before };
}

function react({ answer, echo }: AgreementPlan, end: PairEnd, event: ConnectionEvent): void {
  if (event.type === 'handshake-request') {
    if (answer === 'accept') end.call({ type: 'accept' });
    if (answer === 'reject') end.call({ type: 'reject', status: 403 });
  }
  if (event.type === 'message' && echo && end.role === 'server') {
    end.call({ type: 'send', data: event.data });
  }
}

/** Every timeout of both ends once, one after the other. */
function longestEnd({ client, server }: AgreementOptions): number {
  return [client, server]
    .flatMap((options) => Object.values<number>({ ...defaultTimeouts, ...options?.timeouts }))
    .filter((ms) => Number.isFinite(ms))
    .reduce((total, ms) => total + ms, 0);
}

/** Over a wire that only cuts and delays both ends are clean, if both were open. */
function notOrderly({ client, server }: ConnectionPair): string[] {
  const areOpened = [client, server].every(({ events }) =>
    events.some(({ type }) => type === 'open'),
  );
  return [client, server].flatMap(({ role, events }) => {
    const close = events.at(-1);
    if (close?.type !== 'close' || close.wasClean === areOpened) return [];
    return `${role}: wasClean is ${String(close.wasClean)} on an orderly wire`;
  });
}
