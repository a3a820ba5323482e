/**
 * The seventh law for the versions before RFC 6455, as far as their drafts say enough: opening handshakes of both
 * roles, and the frames of Hixie.
 *
 * @module
 */

import fc from 'fast-check';
import {
  chunking,
  cutIntoChunks,
  headEdits,
  hixieFrames,
  hixieRequest,
  requestDefect,
} from '../arbitraries/index.ts';
import {
  type HixieAsked,
  type HixieName,
  hixieAsked,
  judgeHixieFrames,
  judgeHixieResponse,
  judgeOlderRequest,
  type OlderName,
} from '../model/index.ts';
import { concat, latin1, type WireField } from '../wire/index.ts';
import { assert, assertSame } from './describe.ts';
import { type LawCase, lawCase } from './law.ts';
import { assertToldLike, violationIn } from './like-model.ts';
import { behindHead } from './sent-frames.ts';
import type { MakeSubject, Subject, SubjectLimits } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import { feed, feedFrames } from './trace.ts';

/** Small, so that values reach them. */
const LIMITS: SubjectLimits = { maxFrameBytes: 300, maxMessageBytes: 200 };

/** The versions that a server of all versions speaks besides RFC 6455. */
const VERSIONS: readonly OlderName[] = ['hixie-75', 'hixie-76', 7, 8];

/** The frames of Hixie. */
export function hixieFrameCases(make: MakeSubject, version: HixieName): readonly LawCase[] {
  return [
    lawCase('oracle', make(LIMITS), {
      label: `frames of ${version}`,
      runs: 400,
      values: fc.tuple(hixieFrames(), chunking()),
      check([frames, cuts]) {
        const subject = make(LIMITS);
        const { limits, opening } = subject;
        const model = judgeHixieFrames(frames, { version, limits, offset: opening?.length });
        const { events } = feedFrames(subject, cutIntoChunks(frames, cuts));
        assertToldLike(events, model);
      },
    }),
    lawCase('oracle', make(LIMITS), {
      label: `answers to frames of ${version}`,
      needs: ['answers', 'takeOutput'],
      runs: 60,
      values: hixieFrames(),
      check(frames) {
        const subject = make(LIMITS);
        const { events } = judgeHixieFrames(frames, { version, limits: subject.limits });
        const isClosed = events.some(({ type }) => type === 'close-received');
        const { output } = feedFrames(subject, [frames]);
        const sent = framesSent(subject, output, version);
        assertSame([...sent], isClosed ? [0xff, 0x00] : [], 'Byte of the answer');
      },
    }),
  ];
}

/** The bytes after the head and after the answer to a challenge. */
function framesSent(subject: Subject, output: Uint8Array, version: HixieName): Uint8Array {
  const answers = subject.opening !== undefined && version === 'hixie-76';
  const trailer = answers ? { server: 16, client: 8 }[subject.role] : 0;
  return behindHead(subject, output).subarray(trailer);
}

/** The opening handshakes of a version. */
export function olderOpeningCases(make: MakeSubject, version: OlderName): readonly LawCase[] {
  const isHixie = version === 'hixie-75' || version === 'hixie-76';
  const requests = isHixie ? hixieRequest(version) : hybiRequest(version);
  return [
    lawCase('oracle', make(), {
      label: `requests of version ${version}`,
      needs: ['opening'],
      missing: make().role === 'server' ? [] : ['a server, which takes requests'],
      runs: 600,
      values: requests,
      check: (request) => assertRequestLikeModel(make(), request),
    }),
    ...(isHixie ? [responseCase(make, version)] : []),
  ];
}

/** A request of RFC 6455, legal or not, with the number of the version and perhaps the origin by its old name. */
function hybiRequest(version: number): fc.Arbitrary<Uint8Array> {
  return fc.tuple(requestDefect(), fc.boolean()).map(([{ bytes }, isOld]) => {
    const text = String.fromCharCode(...bytes);
    const numbered = text.replace(/^(sec-websocket-version:[ \t]*)13/im, `$1${version}`);
    return latin1(isOld ? numbered.replace(/^origin:/im, 'Sec-WebSocket-Origin:') : numbered);
  });
}

function assertRequestLikeModel(subject: Subject, request: Uint8Array): void {
  const model = judgeOlderRequest(request, VERSIONS);
  const { events, output } = feed(subject, [request]);
  const isAcceptable = model.kind === 'acceptable';
  const isWhole = isAcceptable && !(model.version === 'hixie-76' && model.trailer === undefined);
  const isOpen = events.some(({ type }) => type === 'open');
  assert(isOpen === isWhole, `The connection is ${isOpen ? '' : 'not '}open`);
  if (model.kind === 'refused') assertRefused(events, model);
  if (!isAcceptable || !isWhole || subject.takeOutput === undefined) return;
  const { response, trailer = new Uint8Array(0) } = model;
  if (response === undefined) return;
  const [lines = '', ...rest] = String.fromCharCode(...output).split('\r\n\r\n');
  assertSame(lines.split('\r\n').slice(0, response.length), response, 'Line of the response');
  const answer = String.fromCharCode(...trailer);
  assert(rest.join('\r\n\r\n').startsWith(answer), 'The answer to the challenge is another');
}

/** When several rules are broken, an implementation may name any of them. */
function assertRefused(
  events: readonly SubjectEvent[],
  { broken, offset: expected }: { readonly broken: readonly string[]; readonly offset: number },
): void {
  const { rule, offset } = violationIn(events) ?? {};
  const isBroken = rule === undefined || broken.includes(rule);
  assert(isBroken, `The rule is ${rule}, expected one of ${broken.join(', ')}`);
  assert((offset ?? expected) === expected, `The offset is ${offset}, expected ${expected}`);
}

/** The answer depends on the client's actual request, which its output shows. */
function responseCase(make: MakeSubject, version: HixieName): LawCase {
  const own = ['origin', 'location'];
  return lawCase('oracle', make(), {
    label: `responses of version ${version}`,
    needs: ['takeOutput'],
    missing: make().role === 'client' ? [] : ['a client, which takes responses'],
    runs: 600,
    values: fc.record({
      status: fc.constantFrom('101', '101', '101', '101', '400', '404'),
      edits: headEdits(),
      wrong: fc.option(fc.nat({ max: 15 }), { freq: 5, nil: undefined }),
      missing: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 30 })),
      behind: fc.constantFrom('', '\x00hi\xff', '\xff\x00'),
      cuts: chunking(),
    }),
    check({ status, edits, wrong, missing, behind, cuts }) {
      const subject = make();
      const asked = askedBy(subject, version);
      const [space, prefix] = version === 'hixie-76' ? ['', 'Sec-'] : [' ', ''];
      const fields: WireField[] = [
        { name: 'Upgrade', value: 'WebSocket' },
        { name: 'Connection', value: 'Upgrade' },
        ...own.map((name) => ({
          name: `${prefix}WebSocket-${name[0]!.toUpperCase()}${name.slice(1)}`,
          value: name === 'origin' ? asked.origin : asked.location,
        })),
      ];
      const firstLine = `HTTP/1.1 ${status} Web${space}Socket Protocol Handshake`;
      const answer = asked.answer.map((octet, i) => (i === wrong ? octet ^ 1 : octet));
      const bytes = concat(edits.apply({ firstLine, fields }), answer, latin1(behind));
      assertResponseLikeModel(
        subject,
        asked,
        cutIntoChunks(bytes.subarray(0, bytes.length - missing), cuts),
      );
    },
  });
}

function askedBy(subject: Subject, version: HixieName): HixieAsked {
  const asked = hixieAsked(subject.takeOutput!().bytes, version);
  assert(asked !== undefined, 'The request of the subject is none of its version');
  return asked;
}

function assertResponseLikeModel(
  subject: Subject,
  asked: HixieAsked,
  chunks: readonly Uint8Array[],
): void {
  const bytes = concat(...chunks);
  const model = judgeHixieResponse(bytes, asked);
  const { events } = feed(subject, chunks);
  const isOpen = events.some(({ type }) => type === 'open');
  assert(isOpen === (model.kind === 'established'), `It is ${isOpen ? '' : 'not '}open`);
  if (model.kind === 'failed') assertRefused(events, model);
  const isRejected = events.some(({ type }) => type === 'handshake-rejected');
  assert(isRejected === (model.kind === 'rejected'), `It is ${isRejected ? '' : 'not '}rejected`);
  if (model.kind !== 'established') return;
  const { version } = asked;
  const offset = model.length;
  assertToldLike(events, judgeHixieFrames(bytes.subarray(offset), { version, offset }));
}
