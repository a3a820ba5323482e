/**
 * Every rule that a peer can break: the close code or HTTP status that answers it, and where it is
 * written. `docs/reference/violations.md` is generated from this table.
 *
 * @module
 */

import { frameSentences, frameViolations } from './frame-violations.ts';
import {
  headViolations,
  requestViolations,
  responseSentences,
  responseViolations,
} from './handshake-violations.ts';
import type { ViolationRow } from './violation-row.ts';

export type ViolationId =
  | keyof typeof headViolations
  | keyof typeof requestViolations
  | keyof typeof responseViolations
  | keyof typeof frameViolations;

/** What a connection knows of the rules that it can find broken. */
export type Answers = Readonly<Partial<Record<ViolationId, Omit<ViolationRow, 'sentence'>>>>;

// A spread at the top of a module stays in a bundle where nobody asks for it.

/** The rules of requests, with what a server says when it refuses one. */
export const requestAnswers: Readonly<Partial<Record<ViolationId, ViolationRow>>> =
  /* @__PURE__ */ Object.assign({}, headViolations, requestViolations);

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
  const rows: Answers = { ...requestAnswers, ...responseAnswers, ...frameViolations };
  const whole = Object.entries(rows).map(([rule, row]) => [
    rule,
    rule in sentences ? { ...row, sentence: sentences[rule] } : row,
  ]);
  return Object.fromEntries(whole) as Record<ViolationId, ViolationRow>;
}

/**
 * The peer broke a rule. A value, never thrown: parsers return it, a connection gives it out as an
 * event in its place among the others.
 */
export interface Violation<Rule = ViolationId> {
  readonly rule: Rule;
  /** Position of the first byte after which nothing valid can follow; the first byte received is 0. */
  readonly offset: number;
  /** What the peer did, with its numbers; no payload bytes, and no values of fields: they may be credentials. */
  readonly detail: string;
  /** What the rule says, where the table does not have it: a rule of an older version of the protocol. */
  readonly row?: ViolationRow | undefined;
}
