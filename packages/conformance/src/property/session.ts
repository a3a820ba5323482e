/**
 * Sessions that are drawn, as steps of the catalogue.
 *
 * @module
 */

import type { Message } from '@sansocket/testkit/arbitraries';
import { toHex, utf8, type WireFrame } from '@sansocket/testkit/wire';
import type { Case, Chunks, Step } from '../catalogue/index.ts';
import { type Bench, DEFLATE } from './bench.ts';

/** A session, and what it is compared with. */
export interface Session {
  /** The case of the catalogue whose sentence and outcomes count. */
  readonly id: string;
  /** The property in one sentence, or the name of the defect. */
  readonly title: string;
  readonly steps: readonly Step[];
  readonly chunks?: Chunks | undefined;
  /** Whether permessage-deflate is asked for. Default: it is not. */
  readonly hasDeflate?: boolean | undefined;
  /** The same content in its plainest form, without permessage-deflate. Default: there is none. */
  readonly plain?: readonly Step[] | undefined;
}

/** Messages beyond this many bytes may be more than a testee takes (RFC 6455 §10.4). */
const LONG = 4096;

/**
 * A session as a case: its first variant is the session, the second one, if there is one, the plainest form of the same
 * content.
 */
export function caseOf({ cases }: Bench, session: Session): Case {
  const { id, title, steps, chunks, hasDeflate = false, plain } = session;
  const { testee, level, rules, strict, tolerated = [] } = cases.get(id)!;
  const isLong = [...steps, ...(plain ?? [])].some((step) => lengthOf(step) > LONG);
  const outcomes = {
    strict,
    tolerated: isLong ? [...new Set([...tolerated, 'fail 1009'])] : tolerated,
  };
  const variant = {
    name: 'session',
    steps,
    ...outcomes,
    ...(chunks === undefined ? {} : { chunks }),
    ...(hasDeflate ? { extensions: DEFLATE } : {}),
  };
  return {
    ...{ id, title, testee, level, profile: 'quick', rules },
    ...outcomes,
    variants:
      plain === undefined ? [variant] : [variant, { name: 'plain', steps: plain, ...outcomes }],
  };
}

function lengthOf(step: Step): number {
  if (!('frame' in step)) return 0;
  const { text = '', hex = '', bytes = 0 } = step.frame;
  // The limit of a testee is in no session that is drawn.
  return text.length + hex.length / 2 + (typeof bytes === 'number' ? bytes : 0);
}

/** A frame as a step, legal or not. @param key - Default: the frame's, or the usual one of its place. */
export function stepOf(frame: WireFrame, key: Uint8Array | undefined = frame.maskingKey): Step {
  const { opcode, fin = true, reservedBits = 0, payload, lengthForm, declaredLength } = frame;
  return {
    frame: {
      opcode,
      ...(fin ? {} : { fin }),
      ...(reservedBits === 0 ? {} : { rsv: reservedBits >> 4 }),
      ...(payload.length === 0 ? {} : { hex: hexOf(payload) }),
      ...(key === undefined ? {} : { key: hexOf(key) }),
      ...(lengthForm === undefined ? {} : { form: lengthForm }),
      ...(declaredLength === undefined ? {} : { length: String(declaredLength) }),
    },
  };
}

/** A whole message in one frame. */
export function messageFrame({ kind, data }: Message): WireFrame {
  const payload = typeof data === 'string' ? utf8(data) : data;
  return { opcode: kind === 'text' ? 1 : 2, payload };
}

/**
 * A message in fragments.
 *
 * @param frame - The whole message.
 * @param cuts - Parts of 65,536ths of its length; equal ones make empty fragments.
 */
export function fragmentsOf(frame: WireFrame, cuts: readonly number[]): readonly WireFrame[] {
  const { payload, opcode, reservedBits = 0 } = frame;
  const places = cuts.map((cut) => Math.floor((cut * (payload.length + 1)) / 65_536));
  const ends = [...places.sort((a, b) => a - b), payload.length];
  return ends.map((end, i) => ({
    opcode: i === 0 ? opcode : 0,
    reservedBits: i === 0 ? reservedBits : 0,
    fin: i === ends.length - 1,
    payload: payload.slice(ends[i - 1] ?? 0, end),
  }));
}

function hexOf(bytes: Uint8Array): string {
  return toHex(bytes).replaceAll(' ', '');
}
