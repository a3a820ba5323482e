/**
 * The reply of a harness, compared with the events of a vector.
 *
 * @module
 */

import type { Verdict } from '../run/index.ts';
import type { Vector, VectorEvent } from '../vectors/index.ts';
import type { Reply } from './harness.ts';

/** A verdict, and the reply in words. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly actual: string;
}

/** What is wrong with a reply, whatever was asked. */
export function failureOf(reply: Reply): Judgement | undefined {
  switch (reply.kind) {
    case 'hang':
      return { verdict: 'hang', actual: 'no reply in time' };
    case 'dead':
      return { verdict: 'crash', actual: `the harness has ended: ${reply.text}` };
    case 'garbage':
      return {
        verdict: 'fail',
        actual: `garbage instead of a reply: ${JSON.stringify(reply.text)}`,
      };
    default:
      return undefined;
  }
}

/** Judges a reply to the bytes of a vector. */
export function judged(reply: Reply, { level, strict, tolerated }: Vector): Judgement {
  const failure = failureOf(reply);
  if (failure !== undefined) return failure;
  if (reply.kind === 'skipped') return { verdict: 'unsupported', actual: reply.message };
  const events = reply.kind === 'events' ? reply.events : [];
  const isOneOf = (lists: Vector['strict']): boolean => lists.some((list) => isSame(list, events));
  const actual = describe(events);
  if (level === 'info') return { verdict: 'info', actual };
  if (isOneOf(strict)) return { verdict: 'pass', actual };
  return { verdict: isOneOf(tolerated) ? 'non-strict' : 'fail', actual };
}

function isSame(expected: readonly VectorEvent[], actual: readonly VectorEvent[]): boolean {
  return expected.length === actual.length && expected.every((event, i) => fits(event, actual[i]!));
}

function fits(expected: VectorEvent, actual: VectorEvent): boolean {
  if (expected.type === 'error' && expected.code === undefined) return actual.type === 'error';
  return JSON.stringify(expected) === JSON.stringify(actual);
}

/** In one line, for people. */
export function describe(events: readonly VectorEvent[]): string {
  const texts = events.map((event) => {
    switch (event.type) {
      case 'text':
        return `text ${shown(JSON.stringify(event.text))}`;
      case 'close':
        return `close ${event.code}${event.reason === '' ? '' : ` ${shown(JSON.stringify(event.reason))}`}`;
      case 'error':
        return `error ${event.code ?? 'with any code'}`;
      default:
        return `${event.type} ${shown(event.hex) || 'empty'}`;
    }
  });
  const most = 6;
  if (texts.length === 0) return 'no event';
  if (texts.length <= most) return texts.join(', ');
  return [...texts.slice(0, most - 1), `${texts.length - most} more`, texts.at(-1)!].join(', ');
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 36)}… (${text.length} characters)` : text;
}
