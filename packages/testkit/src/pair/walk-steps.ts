/**
 * The place of two ends and the wire between them, and the steps that lead on from there.
 *
 * @module
 */

import type { Role } from 'sansocket';
import type { EndState, EndStates } from './end-states.ts';
import type { EndInput, PairEnd } from './pair-end.ts';
import type { ApplicationCall, PairStep, WireStep } from './step.ts';
import { carry, effectOf, peerOf, type Wire } from './wire.ts';

/** A state of the whole. */
export interface Place {
  readonly ends: Readonly<Record<Role, EndState>>;
  readonly wire: Wire;
  /** The number of faults so far. */
  readonly faults: number;
}

/** The choices of a walk, in addition to steps that happen by themselves. */
export interface WalkAlphabet {
  /** Calls of each application, each once at most. */
  readonly calls: Readonly<Record<Role, readonly ApplicationCall[]>>;
  /** The faults of the wire, for either end. */
  readonly faults: readonly ('cut' | 'reset' | 'silence')[];
  /** The most faults in one run. */
  readonly maxFaults: number;
}

const ROLES: readonly Role[] = ['client', 'server'];

/** A write up to this many bytes is also delivered byte by byte; a longer one without its last byte. */
const SHORT_WRITE = 8;

/** The same text for the same place. The bytes under way are the last ones written: sizes are enough. */
export function nameOf({ ends, wire, faults }: Place): string {
  const links = ROLES.map((role) => {
    const { writes, tail, isLost } = wire[role];
    return `${writes.map(({ length }) => length).join('+')}${tail}${String(isLost)}`;
  });
  return `${ends.client.id} ${ends.server.id} ${links.join(' ')} ${faults}`;
}

/** Steps that happen by themselves sooner or later: arrivals, events, timeouts. */
export function naturalSteps(place: Place): PairStep[] {
  return ROLES.flatMap((role) => {
    const { end, isDue } = place.ends[role];
    const steps: PairStep[] = deliveries(place, role);
    if (end.mayHaveEvents) steps.push({ type: 'take', by: role, events: 1 });
    if (isDue) steps.push({ type: 'wake', end: role });
    return steps;
  });
}

/** Steps that are decisions: calls of the applications, faults of the wire. */
export function chosenSteps(place: Place, alphabet: WalkAlphabet): PairStep[] {
  const { calls, faults, maxFaults } = alphabet;
  return ROLES.flatMap((role): PairStep[] => {
    const { end } = place.ends[role];
    const made = calls[role].filter((call) => isOfUse(end, call));
    const steps: PairStep[] = made.map((call) => ({ type: 'call', by: role, call }));
    if (place.faults >= maxFaults || end.isCut || place.wire[role].isLost) return steps;
    return [...steps, ...faults.map((type): WireStep => ({ type, to: role }))];
  });
}

/**
 * Does a step.
 *
 * @param states - The states of the two ends.
 * @returns The next place; `undefined` when the step has no effect.
 */
export function placeAfter(
  place: Place,
  step: PairStep,
  states: Readonly<Record<Role, EndStates>>,
  creditsOnArrival: boolean,
): Place | undefined {
  switch (step.type) {
    case 'wait':
      return undefined;
    case 'wake':
      return told(place, step.end, { type: 'wake' }, states);
    case 'take':
      return told(place, step.by, { type: 'take', events: step.events }, states);
    case 'call':
      return told(place, step.by, { type: 'call', call: step.call }, states);
    default: {
      const effect = effectOf(place.wire, step, place.ends[step.to].isReading);
      if (effect === undefined) return undefined;
      const { wire, input, arrived = 0 } = effect;
      const faults = place.faults + (step.type === 'deliver' || step.type === 'overtake' ? 0 : 1);
      const next = { ...place, wire, faults };
      const heard = input === undefined ? next : told(next, step.to, input, states);
      if (heard === undefined || arrived === 0 || !creditsOnArrival) return heard;
      return told(heard, peerOf(step.to), { type: 'credit', bytes: arrived }, states);
    }
  }
}

function told(
  place: Place,
  role: Role,
  input: EndInput,
  states: Readonly<Record<Role, EndStates>>,
): Place | undefined {
  const move = states[role].after(place.ends[role], input);
  if (move === undefined) return undefined;
  const ends = { ...place.ends, [role]: move.to };
  return { ...place, ends, wire: carry(place.wire, role, move.outputs) };
}

/** The next write, whole or by one byte, or all of them; the end; a reset, in its place or before it. */
function deliveries({ ends, wire }: Place, to: Role): PairStep[] {
  const { isReading } = ends[to];
  const { writes, tail } = wire[to];
  const [first, ...others] = writes;
  if (first === undefined) {
    return tail === 'reset' || (tail === 'end' && isReading) ? [{ type: 'deliver', to }] : [];
  }
  const steps: PairStep[] = tail === 'reset' ? [{ type: 'overtake', to }] : [];
  if (!isReading) return steps;
  const { length } = first;
  if (length > 1) steps.push({ type: 'deliver', to, bytes: length > SHORT_WRITE ? length - 1 : 1 });
  steps.push({ type: 'deliver', to, bytes: length });
  if (others.length > 0) steps.push({ type: 'deliver', to });
  return steps;
}

/** Once each, and only where the call has an effect: other calls are refused, or do nothing. */
function isOfUse({ connection, history }: PairEnd, call: ApplicationCall): boolean {
  if (history.some((item) => item.type === 'call' && item.call === call)) return false;
  const { readyState } = connection;
  switch (call.type) {
    case 'accept':
    case 'reject':
      return readyState === 'connecting';
    case 'close':
      return readyState === 'connecting' || readyState === 'open';
    case 'fail':
      return readyState !== 'closed';
    default:
      return readyState === 'open';
  }
}
