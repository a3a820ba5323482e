/**
 * Requests of opening handshakes, as a server and the reference model see them (RFC 6455 §4.2.1).
 *
 * @module
 */

import type fc from 'fast-check';
import { judgeRequest } from '../model/index.ts';
import { assert } from './describe.ts';
import type { Note } from './label-tally.ts';
import { type LawCase, lawCase } from './law.ts';
import { violationIn } from './like-model.ts';
import type { MakeSubject, Subject } from './subject.ts';
import { feed } from './trace.ts';

/** A case of the oracle for requests. */
export function requestCase(
  make: MakeSubject,
  label: string,
  runs: number,
  requests: fc.Arbitrary<Uint8Array>,
): LawCase {
  const subject = make();
  return lawCase('oracle', subject, {
    label,
    needs: ['opening'],
    missing: subject.role === 'server' ? [] : ['a server, which takes requests'],
    runs,
    values: requests,
    check: (request, note) => assertJudgedLikeModel(make(), request, note),
  });
}

/** Which of several rules that a request breaks is named is an implementation's own choice. */
function assertJudgedLikeModel(subject: Subject, request: Uint8Array, note: Note): void {
  const model = judgeRequest(request);
  note(`request: ${model.kind}`);
  if (model.kind === 'refused') note(`request broken: ${model.violation.rule}`);
  const { events } = feed(subject, [request]);
  const isAccepted = events.some(({ type }) => type === 'open');
  const verdict = isAccepted ? 'accepted' : 'refused';
  assert(isAccepted === (model.kind === 'acceptable'), `The request is ${verdict}`);
  if (model.kind !== 'refused') return;
  const { rule, offset } = violationIn(events) ?? {};
  const isBroken = rule === undefined || model.broken.some((broken) => broken === rule);
  assert(isBroken, `The rule is ${rule}, expected one of ${model.broken.join(', ')}`);
  const { offset: expected } = model.violation;
  assert((offset ?? expected) === expected, `The offset is ${offset}, expected ${expected}`);
}
