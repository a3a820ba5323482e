/**
 * Requests of opening handshakes, as a server and the reference model see them (RFC 6455 §4.2.1).
 *
 * @module
 */

import type fc from 'fast-check';
import { judgeRequest, judgeResponse, type ModelRequest } from '../model/index.ts';
import { extensionsField } from './asked-request.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { type LawCase, lawCase } from './law.ts';
import { violationIn } from './like-model.ts';
import type { MakeSubject, Subject } from './subject.ts';
import type { SubjectEvent, SubjectRequested } from './subject-event.ts';
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

/** When a request breaks several rules, an implementation may name any of them. */
function assertJudgedLikeModel(subject: Subject, request: Uint8Array, note: Note): void {
  const model = judgeRequest(request);
  note(`request: ${model.kind}`);
  if (model.kind === 'refused') note(`request broken: ${model.violation.rule}`);
  const { events, output } = feed(subject, [request]);
  const isAccepted = events.some(({ type }) => type === 'open');
  const verdict = isAccepted ? 'accepted' : 'refused';
  assert(isAccepted === (model.kind === 'acceptable'), `The request is ${verdict}`);
  if (model.kind === 'acceptable') {
    assertToldOf(events, model.request);
    if (subject.takeOutput !== undefined) assertAccepts(subject, output, request, model.request);
  }
  if (model.kind !== 'refused') return;
  const { rule, offset } = violationIn(events) ?? {};
  const isBroken = rule === undefined || model.broken.some((broken) => broken === rule);
  assert(isBroken, `The rule is ${rule}, expected one of ${model.broken.join(', ')}`);
  const { offset: expected } = model.violation;
  assert((offset ?? expected) === expected, `The offset is ${offset}, expected ${expected}`);
}

/** The application's view of the request, as far as the subject reports it. */
function assertToldOf(events: readonly SubjectEvent[], model: ModelRequest): void {
  const told = events.find(
    (event): event is SubjectRequested => event.type === 'handshake-request',
  );
  if (told === undefined) return;
  const { target, host, origin, subprotocols, extensions } = model;
  const expected = { target, host, origin, subprotocols, extensions };
  const names = Object.keys(expected).filter((name) => name in told);
  const pick = (from: object): unknown =>
    Object.fromEntries(names.map((name) => [name, Reflect.get(from, name)]));
  assertSame([pick(told)], [pick(expected)], 'What is told of the request');
}

/** The client has to accept the response, with the subprotocol that it prefers. */
function assertAccepts(
  subject: Subject,
  response: Uint8Array,
  request: Uint8Array,
  model: ModelRequest,
): void {
  const [, key = ''] = KEY_FIELD.exec(String.fromCharCode(...request)) ?? [];
  const { subprotocols, extensions } = model;
  const judged = judgeResponse(response, {
    key,
    subprotocols,
    extensions: extensionsField(extensions) || undefined,
  });
  const verdict = judged.kind === 'failed' ? judged.violation.rule : judged.kind;
  assert(judged.kind === 'established', `The response to the request is not one: ${verdict}`);
  const { subprotocols: own } = subject;
  if (own === undefined) return;
  const preferred = subprotocols.find((name) => own.includes(name));
  assertSame([judged.subprotocol], [preferred], 'The subprotocol');
}

const KEY_FIELD = /^sec-websocket-key:[ \t]*(\S+)/im;
