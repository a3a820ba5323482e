/**
 * The wire between two ends: two links, and the effects of a step on the ends.
 *
 * Bytes and the end of a stream are handed over only while the connection wants input; a reset always.
 *
 * @module
 */

import type { Output, Role } from 'sansocket';
import { Link } from './link.ts';
import type { EndInput } from './pair-end.ts';
import type { WireStep } from './step.ts';

/** The link that leads to each end. */
export type Wire = Readonly<Record<Role, Link>>;

/** The effect of a step on the wire. */
export interface WireEffect {
  readonly wire: Wire;
  /** The input to the end that the step names. */
  readonly input?: EndInput;
  /** Bytes that have arrived, to be reported to the other end. Default: 0. */
  readonly arrived?: number;
}

/** A wire with nothing under way. */
export const emptyWire: Wire = { client: new Link(), server: new Link() };

/** The other end. */
export function peerOf(role: Role): Role {
  return role === 'client' ? 'server' : 'client';
}

/**
 * The effect of a step.
 *
 * @param isReading - Whether the end that the step names wants input.
 * @returns `undefined` when the step has no effect.
 */
export function effectOf(wire: Wire, step: WireStep, isReading: boolean): WireEffect | undefined {
  const { to } = step;
  const link = wire[to];
  switch (step.type) {
    case 'deliver':
      return link.writes.length > 0
        ? deliver(wire, to, isReading ? (step.bytes ?? Infinity) : 0)
        : deliverTail(wire, to, isReading);
    case 'overtake':
      return link.tail === 'reset' ? deliverTail(wire, to, isReading) : undefined;
    case 'cut':
      return { wire: { ...wire, [to]: link.cut() } };
    case 'silence':
      return { wire: { ...wire, [to]: link.silence() } };
    case 'reset':
      return {
        wire: { ...wire, [to]: link.silence(), [peerOf(to)]: wire[peerOf(to)].reset() },
        input: { type: 'reset', cause: 'The wire was reset' },
      };
  }
}

/** Takes the output of an end. */
export function carry(wire: Wire, from: Role, outputs: readonly Output[]): Wire {
  const to = peerOf(from);
  let { [from]: back, [to]: link } = wire;
  for (const output of outputs) {
    if (output.type === 'write') link = link.carry(output.bytes);
    else if (output.type === 'end') link = link.end();
    else [link, back] = [link.reset(), back.silence()];
  }
  return { ...wire, [from]: back, [to]: link };
}

function deliver(wire: Wire, to: Role, most: number): WireEffect | undefined {
  if (most <= 0) return undefined;
  const [bytes, left] = wire[to].take(most);
  return {
    wire: { ...wire, [to]: left },
    input: { type: 'receive', bytes },
    arrived: bytes.length,
  };
}

/** Bytes that are still under way are lost. */
function deliverTail(wire: Wire, to: Role, isReading: boolean): WireEffect | undefined {
  const { tail } = wire[to];
  if (tail === 'none' || (tail === 'end' && !isReading)) return undefined;
  return {
    wire: { ...wire, [to]: wire[to].silence() },
    input: tail === 'end' ? { type: 'end' } : { type: 'reset', cause: 'The peer reset the wire' },
  };
}
