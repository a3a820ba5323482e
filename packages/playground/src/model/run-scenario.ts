/**
 * A scenario, played to its end on a connection of core: chunk by chunk, with the results of each.
 *
 * @module
 */

import type { Connection } from 'sansocket';
import { parseCut } from './cut.ts';
import { parseInput } from './input-text.ts';
import { startPlaying } from './opening.ts';
import type { Playing, Turn } from './playing.ts';
import type { Scenario } from './scenario.ts';

/** An input, and its results. */
export interface Step extends Turn {
  readonly what: 'begin' | 'chunk' | 'end' | 'lost' | 'wait';
  /** The bytes that were given, by their positions; an empty range for an input that is not a chunk. */
  readonly start: number;
  readonly end: number;
}

/** A scenario that was played; `mistake` says which part could not be read. */
export interface Run {
  readonly bytes: Uint8Array;
  readonly steps: readonly Step[];
  readonly mistake: string | undefined;
}

/** Plays it from the beginning. */
export function runScenario(scenario: Scenario): Run {
  const parsed = parseInput(scenario.format, scenario.input);
  if ('mistake' in parsed) return brokenRun(parsed.mistake);
  const { bytes } = parsed;
  const cut = parseCut(scenario.cut, bytes.length);
  if ('mistake' in cut) return { ...brokenRun(cut.mistake), bytes };
  const playing = startPlaying(scenario);
  const steps: Step[] = [stepOf('begin', 0, 0, playing)];
  let start = 0;
  for (const end of cut.ends) {
    playing.connection.receive(bytes.slice(start, end), 0);
    steps.push(stepOf('chunk', start, end, playing));
    start = end;
  }
  if (scenario.after !== 'nothing') {
    happen(scenario.after, playing.connection);
    steps.push(stepOf(scenario.after, start, start, playing));
  }
  return { bytes, steps, mistake: undefined };
}

function brokenRun(mistake: string): Run {
  return { bytes: new Uint8Array(0), steps: [], mistake };
}

function happen(after: 'end' | 'lost' | 'wait', connection: Connection): void {
  if (after === 'end') connection.receiveEnd(0);
  else if (after === 'lost') connection.receiveError(new Error('reset'), 0);
  else {
    const deadline = connection.nextTimeout();
    if (deadline !== undefined) connection.handleTimeout(deadline.at);
  }
}

function stepOf(what: Step['what'], start: number, end: number, playing: Playing): Step {
  return { what, start, end, ...playing.turn() };
}
