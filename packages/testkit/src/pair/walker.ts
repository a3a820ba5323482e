/**
 * The walk itself: a queue of places, each left by all its steps.
 *
 * @module
 */

import type { Role } from 'sansocket';
import { createEnd, type PairOptions } from './connection-pair.ts';
import { type EndState, EndStates } from './end-states.ts';
import { findDisagreements } from './find-disagreements.ts';
import type { ApplicationCall, PairStep } from './step.ts';
import type { WalkFailure, WalkOptions, WalkReport } from './walk-report.ts';
import {
  chosenSteps,
  nameOf,
  naturalSteps,
  type Place,
  placeAfter,
  type WalkAlphabet,
} from './walk-steps.ts';
import { carry, emptyWire } from './wire.ts';

/** A place, and the steps by which it was first reached. */
interface Visit {
  readonly place: Place;
  readonly from: Visit | undefined;
  readonly step: PairStep | undefined;
  readonly depth: number;
  /** Steps since the last choice. */
  readonly natural: number;
}

/** More steps than any path without decisions, in walks with messages of a few bytes. */
const MANY_NATURAL_STEPS = 100;

const CALLS: readonly ApplicationCall[] = [
  { type: 'send', data: 'a' },
  { type: 'close', code: 1000, reason: '' },
  { type: 'fail', code: 1002, reason: '' },
];

/** From nothing to open, if the server's application accepts. */
const OPENING: readonly PairStep[] = [
  { type: 'deliver', to: 'server' },
  { type: 'take', by: 'server' },
  { type: 'deliver', to: 'client' },
  { type: 'take', by: 'client' },
];

/** Does one walk. */
export class Walker {
  readonly #options: WalkOptions;
  readonly #alphabet: WalkAlphabet;
  readonly #states: Readonly<Record<Role, EndStates>>;
  readonly #visits: Visit[] = [];
  readonly #names = new Set<string>();
  /** Pairs of states that have ended: the bytes under way make no difference any more. */
  readonly #judged = new Set<string>();
  readonly #failures: WalkFailure[] = [];
  #steps = 0;
  #ends = 0;
  #isComplete = true;

  constructor(options: WalkOptions) {
    const { open = false, faults = ['cut', 'reset', 'silence'], maxFaults = 1 } = options;
    const server: readonly ApplicationCall[] = open ? CALLS : [{ type: 'accept' }, ...CALLS];
    this.#options = options;
    this.#alphabet = { calls: { client: CALLS, server, ...options.calls }, faults, maxFaults };
    const pair = pairOptions(options);
    this.#states = {
      client: new EndStates(() => createEnd('client', pair)),
      server: new EndStates(() => createEnd('server', pair)),
    };
  }

  run(): WalkReport {
    this.#reach({ place: this.#start(), from: undefined, step: undefined, depth: 0, natural: 0 });
    for (const visit of this.#visits) this.#leave(visit);
    const { client, server } = this.#states;
    return {
      places: this.#visits.length,
      steps: this.#steps,
      states: { client: client.count, server: server.count },
      depth: this.#visits.at(-1)!.depth,
      isComplete: this.#isComplete,
      ends: this.#ends,
      failures: this.#failures,
    };
  }

  #start(): Place {
    const client = this.#states.client.start();
    const server = this.#states.server.start();
    const wire = carry(emptyWire, 'client', client.outputs);
    const place: Place = { ends: { client: client.to, server: server.to }, wire, faults: 0 };
    if (this.#options.open !== true) return place;
    return OPENING.reduce((before, step) => this.#after(before, step) ?? before, place);
  }

  #after(place: Place, step: PairStep): Place | undefined {
    return placeAfter(place, step, this.#states, this.#options.pair?.credit === 'delivered');
  }

  /** Visits a place, unless it has been visited. */
  #reach(visit: Visit): void {
    const name = nameOf(visit.place);
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.#visits.push(visit);
  }

  #leave(visit: Visit): void {
    const { place, depth, natural } = visit;
    const steps = naturalSteps(place);
    if (isOver(place)) this.#judge(visit);
    else if (steps.length === 0 && !isAtRest(place)) this.#fail('Nothing leads on', visit);
    if (natural > MANY_NATURAL_STEPS) this.#fail('What happens by itself goes on and on', visit);
    else for (const step of steps) this.#go(visit, step, natural + 1);
    const chosen = chosenSteps(place, this.#alphabet);
    if (depth >= (this.#options.maxDepth ?? Infinity)) this.#isComplete &&= chosen.length === 0;
    else for (const step of chosen) this.#go(visit, step, 0);
  }

  #go(from: Visit, step: PairStep, natural: number): void {
    this.#steps++;
    try {
      const place = this.#after(from.place, step);
      if (place !== undefined) this.#reach({ place, from, step, depth: from.depth + 1, natural });
    } catch (error) {
      this.#fail(`${String(error)} at ${JSON.stringify(step)}`, from);
    }
  }

  #judge(visit: Visit): void {
    this.#ends++;
    const { client, server } = visit.place.ends;
    const name = `${client.id} ${server.id}`;
    if (this.#judged.has(name)) return;
    this.#judged.add(name);
    const problems = findDisagreements({ client: client.end, server: server.end });
    for (const problem of problems) this.#fail(problem, visit);
  }

  #fail(problem: string, visit: Visit): void {
    if (this.#failures.some((failure) => failure.problem === problem)) return;
    const steps: PairStep[] = [];
    for (let at: Visit | undefined = visit; at?.step !== undefined; at = at.from)
      steps.push(at.step);
    this.#failures.push({ problem, steps: steps.reverse() });
  }
}

function pairOptions({ open = false, pair = {} }: WalkOptions): PairOptions {
  // A wait that goes on while bytes are not taken is tried once more, not thirty times.
  const timeouts = { keepalivePingMs: Infinity, slowPeerMs: 10_001 };
  const client = { ...pair.client, timeouts: { ...timeouts, ...pair.client?.timeouts } };
  const server = { ...pair.server, timeouts: { ...timeouts, ...pair.server?.timeouts } };
  return { ...pair, client, server, ...(!open && { onEvent: () => {} }) };
}

function isOver({ ends }: Place): boolean {
  return [ends.client, ends.server].every(({ end, isDue }) => end.isClosed && !isDue);
}

/** Each end is closed, or open without any sign that the other is not. */
function isAtRest({ ends, wire }: Place): boolean {
  const states = [ends.client, ends.server];
  const areOpen = states.every(isOpen);
  return states.every((state) => {
    return state.end.isClosed || (isOpen(state) && (areOpen || wire[state.end.role].isLost));
  });
}

/** Open, without a report that the stream has ended. */
function isOpen({ end }: EndState): boolean {
  return end.connection.readyState === 'open' && end.streamEnd === 'none';
}
