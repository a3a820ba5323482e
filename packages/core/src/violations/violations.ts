/**
 * Every rule that a peer can break: the close code or HTTP status that answers it, and the section that
 * states it. `docs/reference/violations.md` is generated from this table.
 *
 * @module
 */

import { frameSentences, frameViolations } from './frame-violations.ts';
import {
  connectViolations,
  headViolations,
  requestViolations,
  responseSentences,
  responseViolations,
} from './handshake-violations.ts';
import type { ViolationRow } from './violation-row.ts';

export type ViolationId =
  | keyof typeof headViolations
  | keyof typeof requestViolations
  | keyof typeof connectViolations
  | keyof typeof responseViolations
  | keyof typeof frameViolations;

/** The rules that a connection can find broken. */
export type Answers = Readonly<Partial<Record<ViolationId, Omit<ViolationRow, 'sentence'>>>>;

// A spread at the top of a module stays in a bundle even if nothing uses it, so these are calls marked pure.

/** Rules of requests, with the sentences that a server puts in its response when it refuses one. */
export type RequestAnswers = Readonly<Partial<Record<ViolationId, ViolationRow>>>;

/** The rules of requests over HTTP/1.1. */
export const requestAnswers: RequestAnswers = /* @__PURE__ */ Object.assign(
  {},
  headViolations,
  requestViolations,
);

/** The rules of requests over HTTP/2 and HTTP/3. */
export const connectAnswers: RequestAnswers = /* @__PURE__ */ Object.assign(
  {},
  requestViolations,
  headViolations,
  connectViolations,
);

/** The rules of responses. */
export const responseAnswers: Answers = /* @__PURE__ */ Object.assign(
  {},
  headViolations,
  responseViolations,
);

export const violations: Readonly<Record<ViolationId, ViolationRow>> =
  /* @__PURE__ */ withSentences();

function withSentences(): Record<ViolationId, ViolationRow> {
  const sentences: Readonly<Partial<Record<string, string>>> = {
    ...responseSentences,
    ...frameSentences,
  };
  const rows: Answers = {
    ...requestAnswers,
    ...connectAnswers,
    ...responseAnswers,
    ...frameViolations,
  };
  const whole = Object.entries(rows).map(([rule, row]) => [
    rule,
    rule in sentences ? { ...row, sentence: sentences[rule] } : row,
  ]);
  return Object.fromEntries(whole) as Record<ViolationId, ViolationRow>;
}

/**
 * A rule that the peer broke. It is a value and never thrown: parsers return it, a connection delivers it
 * as an event, in order with the other events.
 */
export interface Violation<Rule = ViolationId> {
  readonly rule: Rule;
  /** Position of the first byte after which nothing valid can follow; the first byte received is 0. */
  readonly offset: number;
  /** The action of the peer, with numbers; without payload bytes and values of fields, which can be credentials. */
  readonly detail: string;
  /** The row of the rule, if the table does not have it: a rule of an older version of the protocol. */
  readonly row?: ViolationRow | undefined;
}
