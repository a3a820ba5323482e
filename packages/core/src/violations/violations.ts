/**
 * Every rule that a peer can break: the close code or HTTP status that answers it, and where it is
 * written. `docs/reference/violations.md` is generated from this table.
 *
 * @module
 */

import { frameSentences, frameViolations } from './frame-violations.ts';
import { handshakeSentences, handshakeViolations } from './handshake-violations.ts';
import type { ViolationRow } from './violation-row.ts';

export type ViolationId = keyof typeof handshakeViolations | keyof typeof frameViolations;

/** The answer to each rule, without the sentences that no answer has in it. */
export const answers: Readonly<
  Record<ViolationId, Omit<ViolationRow, 'sentence'> & Partial<ViolationRow>>
> = { ...handshakeViolations, ...frameViolations };

export const violations: Readonly<Record<ViolationId, ViolationRow>> =
  /* @__PURE__ */ withSentences();

function withSentences(): Readonly<Record<ViolationId, ViolationRow>> {
  const sentences: Readonly<Partial<Record<string, string>>> = {
    ...handshakeSentences,
    ...frameSentences,
  };
  const rows = Object.entries(answers).map(([rule, row]) => [
    rule,
    { ...row, sentence: row.sentence ?? sentences[rule] },
  ]);
  return Object.fromEntries(rows) as Readonly<Record<ViolationId, ViolationRow>>;
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
