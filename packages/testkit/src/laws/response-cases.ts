/**
 * Responses of opening handshakes, as a client and the reference model see them (RFC 6455 §4.1).
 *
 * @module
 */

import fc from 'fast-check';
import {
  type Chunking,
  chunking,
  cutIntoChunks,
  handshakeRefusal,
  handshakeResponse,
  illegalExtensionAnswer,
  responseBytes,
  responseDefect,
} from '../arbitraries/index.ts';
import { extensionsIn, judgeSession, type ResponseJudgement } from '../model/index.ts';
import { concat, latin1 } from '../wire/index.ts';
import { answerTo, anyRequest, askedBy, extensionsField } from './asked-request.ts';
import { assert, assertSame, isSameBytes } from './describe.ts';
import type { Note } from './label-tally.ts';
import { type LawCase, lawCase } from './law.ts';
import { violationIn } from './like-model.ts';
import type { MakeSubject, SubjectRequest } from './subject.ts';
import type { SubjectEvent, SubjectOpen } from './subject-event.ts';
import { toldBy } from './told.ts';
import { feed } from './trace.ts';
import { LAW_LIMITS, mutated } from './traffic.ts';

/** A client's request, the response, and the cuts in it. */
interface Exchange {
  readonly request: SubjectRequest;
  /** Answers the key of the request. */
  readonly answer: Uint8Array;
  readonly cuts: Chunking;
}

/** The cases of the oracle for responses. */
export function responseCases(make: MakeSubject): readonly LawCase[] {
  const caseOf = (
    label: string,
    runs: number,
    answerOf: (request: SubjectRequest) => fc.Arbitrary<Uint8Array>,
  ): LawCase =>
    lawCase('oracle', make(LAW_LIMITS), {
      label,
      needs: ['asking'],
      runs,
      values: anyRequest().chain((request) =>
        fc.record({ request: fc.constant(request), answer: answerOf(request), cuts: chunking() }),
      ),
      check: (exchange, note) => assertJudgedLikeModel(make, exchange, note),
    });
  return [
    caseOf('responses', 80, (request) => withFrames(legalAnswer(request))),
    // There are about eighty defects.
    caseOf('responses with a defect', 400, (request) => withFrames(brokenAnswer(request))),
    caseOf('responses that say no', 100, (request) =>
      handshakeRefusal(request).map(({ bytes }) => bytes),
    ),
    caseOf('any bytes for a response', 80, anyAnswer),
  ];
}

function legalAnswer(request: SubjectRequest): fc.Arbitrary<Uint8Array> {
  return handshakeResponse(request).map(responseBytes);
}

/** Responses that every client must refuse, among them one with a parameter that was not agreed on. */
function brokenAnswer(request: SubjectRequest): fc.Arbitrary<Uint8Array> {
  const plain = handshakeResponse({ ...request, extensions: [] });
  const illegal = fc
    .tuple(plain, illegalExtensionAnswer(request.extensions))
    .map(([{ interim, head }, { answer }]) => {
      const field = { name: 'Sec-WebSocket-Extensions', value: extensionsField(answer) };
      return responseBytes({
        interim,
        head: { ...head, fields: [...head.fields, field] },
        subprotocol: undefined,
        extensions: [],
      });
    });
  const defect = responseDefect(request).map(({ bytes }) => bytes);
  return fc.oneof({ weight: 3, arbitrary: defect }, { weight: 1, arbitrary: illegal });
}

/** Something is changed, the end is missing, or the bytes are no response at all. */
function anyAnswer(request: SubjectRequest): fc.Arbitrary<Uint8Array> {
  const legal = legalAnswer(request);
  const unfinished = fc
    .tuple(legal, fc.nat({ max: 400 }))
    .map(([bytes, missing]) => bytes.subarray(0, Math.max(bytes.length - 1 - missing, 0)));
  return fc.oneof(
    { weight: 4, arbitrary: mutated(legal) },
    { weight: 2, arbitrary: unfinished },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  );
}

/** A text right after it, or nothing. */
function withFrames(answer: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const frames = fc.constantFrom('', '\x81\x02hi');
  return fc.tuple(answer, frames).map(([bytes, behind]) => concat(bytes, latin1(behind)));
}

function assertJudgedLikeModel(
  make: MakeSubject,
  { request, answer, cuts }: Exchange,
  note: Note,
): void {
  const subject = make(LAW_LIMITS).asking!(request);
  const asked = askedBy(subject, request);
  const bytes = answerTo(asked.key, answer, request.key);
  const { opening, frames } = judgeSession(bytes, {
    role: 'client',
    opening: { ...asked, extensions: extensionsField(asked.extensions) },
  });
  noteResponse(note, opening as ResponseJudgement);
  const { events } = feed(subject, cutIntoChunks(bytes, cuts));
  assertVerdict(events, opening as ResponseJudgement);
  assertSame(toldBy(events), toldBy(frames?.events ?? []), 'What was told, item');
}

function assertVerdict(events: readonly SubjectEvent[], model: ResponseJudgement): void {
  const open = events.find((event): event is SubjectOpen => event.type === 'open');
  const wanted = model.kind === 'failed' ? `failed (${model.violation.rule})` : model.kind;
  const got = open === undefined ? 'not open' : 'open';
  assert((open !== undefined) === (model.kind === 'established'), `${got}, expected ${wanted}`);
  if (model.kind === 'established') assertAgreed(open!, model);
  assertRejected(events, model, wanted);
  const violation = violationIn(events);
  if (model.kind === 'need-more') assert(violation === undefined, 'A violation, expected none');
  if (model.kind !== 'failed') return;
  assert(violation !== undefined, `There is no violation, expected ${wanted}`);
  const { rule, offset } = violation;
  const isBroken = rule === undefined || model.broken.some((broken) => broken === rule);
  assert(isBroken, `The rule is ${rule}, expected one of ${model.broken.join(', ')}`);
  const { offset: expected } = model.violation;
  assert((offset ?? expected) === expected, `The offset is ${offset}, expected ${expected}`);
}

/** A subject's report of the agreement. */
function assertAgreed(
  open: SubjectOpen,
  model: ResponseJudgement & { readonly kind: 'established' },
): void {
  if ('subprotocol' in open) {
    assertSame([open.subprotocol], [model.subprotocol], 'Subprotocol');
  }
  if (open.extensions === undefined) return;
  const told = open.extensions === '' ? [] : (extensionsIn([open.extensions]) ?? []);
  assertSame(told, model.extensions, 'Extension');
}

/** A subject without an event for a rejection fails the connection when a server rejects the request. */
function assertRejected(
  events: readonly SubjectEvent[],
  model: ResponseJudgement,
  wanted: string,
): void {
  for (const event of events) {
    if (event.type !== 'handshake-rejected') continue;
    const { status, body } = event;
    assert(model.kind === 'rejected', `The response says no, expected ${wanted}`);
    assert(status === model.status, `The status is ${status}, expected ${model.status}`);
    const isSame = body === undefined || isSameBytes(body, model.body);
    assert(isSame, `The body has ${body?.length} bytes, expected ${model.body.length}, or others`);
    return;
  }
  const isTold = events.some(({ type }) => type === 'violation' || type === 'close');
  assert(model.kind !== 'rejected' || isTold, 'Nobody is told that the response says no');
}

function noteResponse(note: Note, model: ResponseJudgement): void {
  note(`response: ${model.kind}`);
  if (model.kind === 'failed') note(`response broken: ${model.violation.rule}`);
  if (model.kind === 'rejected') note(`body: ${model.body.length === 0 ? 'none' : 'some'}`);
  if (model.kind !== 'established') return;
  note(`subprotocol: ${model.subprotocol === undefined ? 'none' : 'agreed'}`);
  note(`extensions: ${model.extensions.length === 0 ? 'none' : 'agreed'}`);
}
