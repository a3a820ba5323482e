/**
 * The labels of values, and the functions that note them: frames, cuts, inputs, messages, answers.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import type { Chunking } from '../arbitraries/index.ts';
import { type FrameJudgement, judgeFrames } from '../model/index.ts';
import type { AgreementPlan, ConnectionPair } from '../pair/index.ts';
import type { Note } from './label-tally.ts';
import type { ScriptRun } from './script-run.ts';
import type { Subject } from './subject.ts';

const OPCODES: Readonly<Record<number, string>> = {
  0: 'continuation',
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

/** Of frames, as far as the model reads them. */
export const FRAME_LABELS: readonly string[] = [
  ...Object.values(OPCODES).map((name) => `opcode: ${name}`),
  ...['7 bits', '16 bits', '64 bits'].map((form) => `length: ${form}`),
  ...['masked', 'not masked'].map((its) => `mask: ${its}`),
  ...['none', 'some', 'with a control frame between'].map((its) => `fragments: ${its}`),
  'frames: none',
  'frames: some',
  'verdict: legal',
  'verdict: broken',
];

/** Of messages, where a subject inflates. */
export const COMPRESSION_LABELS: readonly string[] = [
  'compression: compressed',
  'compression: plain',
];

/** Defects of frames: for each end, all that its peer can cause. */
export const RULE_LABELS: readonly string[] = [
  'reserved-bit-set',
  'opcode-reserved',
  'control-frame-fragmented',
  'continuation-without-message',
  'message-interleaved',
  'frame-not-masked',
  'frame-masked',
  'control-frame-too-long',
  'length-not-minimal',
  'length-over-63-bits',
  'text-not-utf8',
  'close-payload-too-short',
  'close-code-invalid',
  'close-reason-not-utf8',
  'frame-too-long',
  'message-too-long',
  'too-many-empty-fragments',
].map((rule) => `broken: ${rule}`);

/** For a subject without a limit for empty fragments. */
export const EARLIEST_LABELS: readonly string[] = RULE_LABELS.filter(
  (label) => label !== 'broken: too-many-empty-fragments',
);

/** Notes the kinds and the defects of frames for a subject. */
export function noteFrames(
  note: Note,
  { role, limits, inflates }: Subject,
  bytes: Uint8Array,
): void {
  const deflate = inflates === true ? {} : undefined;
  noteJudgement(note, judgeFrames(bytes, { role, limits, deflate }));
}

/** Notes the model's judgement of frames. */
export function noteJudgement(note: Note, { events, violation }: FrameJudgement): void {
  let isFragmented = false;
  for (const event of events) {
    if (event.type !== 'frame') continue;
    const { opcode, fin, payloadLength, maskingKey, rsv1 } = event.header;
    note('frames: some');
    note(`opcode: ${OPCODES[opcode]}`);
    note(`length: ${payloadLength < 126 ? '7' : payloadLength < 0x1_0000 ? '16' : '64'} bits`);
    note(`mask: ${maskingKey === undefined ? 'not masked' : 'masked'}`);
    if (rsv1) note('compression: compressed');
    else if (opcode === 1 || opcode === 2) note('compression: plain');
    if (opcode >= 8 && isFragmented) note('fragments: with a control frame between');
    if (opcode >= 8) continue;
    note(`fragments: ${fin && opcode !== 0 ? 'none' : 'some'}`);
    isFragmented = !fin;
  }
  if (!events.some(({ type }) => type === 'frame')) note('frames: none');
  note(`verdict: ${violation === undefined ? 'legal' : 'broken'}`);
  if (violation !== undefined) note(`broken: ${violation.rule}`);
}

/** Of the ways in which bytes are cut. */
export const CUT_LABELS: readonly string[] = [
  'cuts: none',
  'cuts: at a landmark',
  'cuts: anywhere',
  'cuts: every byte',
  'cuts: every few bytes',
];

/** Notes how bytes are cut. */
export function noteCuts(note: Note, cuts: Chunking): void {
  if (cuts.type === 'every') note(`cuts: every ${cuts.size === 1 ? 'byte' : 'few bytes'}`);
  else if (cuts.cuts.length === 0) note('cuts: none');
  else for (const { at } of cuts.cuts) note(`cuts: ${at === 'landmark' ? 'at a landmark' : at}`);
}

/** Of scripts: all inputs. */
export const INPUT_LABELS: readonly string[] = [
  ...[
    'receive',
    'receiveEnd',
    'receiveError',
    'credit',
    'sent',
    'wait',
    'accept',
    'reject',
    'send',
  ],
  ...['sendPart', 'sendTextPart', 'ping', 'pong', 'close', 'fail', 'pause', 'resume', 'refused'],
].map((input) => `input: ${input}`);

/** Notes which inputs a script has had, and what the peer's frames were like. */
export function noteRun(note: Note, run: ScriptRun): void {
  for (const type of run.performed) note(`input: ${type}`);
  if (run.refusals.length > 0) note('input: refused');
  const { opening = new Uint8Array(0) } = run.subject;
  if (run.received.length > opening.length) {
    noteFrames(note, run.subject, run.received.subarray(opening.length));
  }
}

/** Of timed scripts, whichever timeout ends: inputs, events, ways to end, output. */
export const TIMED_LABELS: readonly string[] = [
  ...['peer', 'end', 'reset', 'leave', 'clock', 'due', 'send', 'ping', 'pong', 'close', 'fail'],
  ...['pause', 'resume', 'head'],
]
  .map((input) => `input: ${input}`)
  .concat(
    ['message', 'ping', 'pong', 'drain', 'close-received', 'violation', 'close'].map(
      (event) => `event: ${event}`,
    ),
    [
      ...['clean, by local', 'clean, by peer', 'not clean, by local', 'not clean, by peer'],
      ...['not clean, by transport', 'not clean, by violation'],
    ].map((end) => `end: ${end}`),
    ['pong: an answer', 'pong: unasked'],
    ['left: all', 'left: not all', 'output: end', 'output: abort'],
    ['ok', 'high-water', 'closing'].map((said) => `room: ${said}`),
  );

/** Each timeout, the way a connection ends by one, what clock and timer do, and a server's answer. */
export const TIMEOUT_LABELS: readonly string[] = [
  ...['openingHandshakeMs', 'keepalivePingMs', 'keepalivePongMs', 'idleMs', 'closingHandshakeMs'],
  ...['lingerMs', 'slowPeerMs'],
]
  .map((timeout) => `timeout: ${timeout}`)
  .concat(
    ['end: clean, by timeout', 'end: not clean, by timeout'],
    ['goes on', 'goes back', 'stands still', 'jumps'].map((move) => `clock: ${move}`),
    ['in time', 'late', 'early', 'unasked'].map((ring) => `timer: ${ring}`),
    [101, 403, 408, 503].map((status) => `head: ${status}`),
  );

/** Of pairs: the events between them, and the final state of both ends. */
export const PAIR_LABELS: readonly string[] = [
  ...['call', 'deliver', 'take', 'wait', 'wake', 'cut', 'reset', 'silence', 'overtake'].map(
    (step) => `step: ${step}`,
  ),
  ...['both', 'one', 'none'].flatMap((ends) => [`open: ${ends}`, `clean: ${ends}`]),
  ...['local', 'peer', 'timeout', 'transport'].map((cause) => `ended by: ${cause}`),
];

/** Notes what happened to a pair that has ended. */
export function noteAgreement(
  note: Note,
  { steps }: AgreementPlan,
  { client, server }: ConnectionPair,
): void {
  for (const { type } of steps) note(`step: ${type}`);
  const ends = [client, server].map(({ events }) => events);
  const count = (has: (event: ConnectionEvent) => boolean): string =>
    ['none', 'one', 'both'][ends.filter((events) => events.some(has)).length]!;
  note(`open: ${count(({ type }) => type === 'open')}`);
  note(`clean: ${count((event) => event.type === 'close' && event.wasClean)}`);
  for (const event of ends.flat()) if (event.type === 'close') note(`ended by: ${event.endedBy}`);
}

/** Of messages that are sent. */
export const MESSAGE_LABELS: readonly string[] = [
  ...['text', 'binary'].map((kind) => `message: ${kind}`),
  'message: empty',
  ...['up to 125', '126 to 65535', 'from 65536'].map((size) => `size: ${size}`),
  ...['legal', 'refused'].map((verdict) => `text: ${verdict}`),
];

/** Of the answers due, and of both kinds of opening handshakes. */
export const ORACLE_LABELS: readonly string[] = [
  ...['close', 'pong', 'nothing'].map((frame) => `due: ${frame}`),
  ...['acceptable', 'refused'].map((verdict) => `request: ${verdict}`),
  ...[
    'head-line-feed-without-carriage-return',
    'head-carriage-return-without-line-feed',
    'request-line-malformed',
    'field-line-folded',
    'field-name-malformed',
    'field-name-before-space',
    'field-value-with-control',
    'http-version-unsupported',
    'method-not-get',
    'target-malformed',
    'field-repeated',
    'host-malformed',
    'request-with-body',
    'expectation-unsupported',
    'upgrade-not-websocket',
    'connection-not-upgrade',
    'version-unsupported',
    'key-malformed',
    'subprotocols-malformed',
    'extensions-malformed',
    'too-many-offers',
  ].map((rule) => `request broken: ${rule}`),
  ...['established', 'failed', 'rejected', 'need-more'].map((verdict) => `response: ${verdict}`),
  ...[
    'head-line-feed-without-carriage-return',
    'head-carriage-return-without-line-feed',
    'status-line-malformed',
    'field-line-folded',
    'field-name-malformed',
    'field-name-before-space',
    'field-value-with-control',
    'http-version-unsupported',
    'answer-upgrade-not-websocket',
    'answer-connection-not-upgrade',
    'field-repeated',
    'accept-value-wrong',
    'subprotocol-not-offered',
    'extensions-malformed',
    'extension-not-offered',
    'extension-repeated',
    'extension-answer-illegal',
  ].map((rule) => `response broken: ${rule}`),
  ...['none', 'some'].map((its) => `body: ${its}`),
  ...['none', 'agreed'].flatMap((its) => [`subprotocol: ${its}`, `extensions: ${its}`]),
];

/** Of calls that throw. */
export const CALL_LABELS: readonly string[] = [
  ...['accept', 'reject', 'send', 'sendPart', 'sendTextPart', 'ping', 'pong', 'close', 'fail'].map(
    (call) => `call: ${call}`,
  ),
  'fault: planted',
  'fault: met',
  'broken off: yes',
  'broken off: no',
];

/** Notes the kind of a message. */
export function noteMessage(note: Note, data: string | Uint8Array): void {
  note(`message: ${typeof data === 'string' ? 'text' : 'binary'}`);
  if (data.length === 0) note('message: empty');
  noteSize(note, data.length);
}

/** Of limits. */
export const SIZE_LABELS: readonly string[] = MESSAGE_LABELS.filter((label) => {
  return label.startsWith('size');
});

/** Notes the size of a number. */
export function noteSize(note: Note, size: number): void {
  if (size < 126) note('size: up to 125');
  else note(size < 0x1_0000 ? 'size: 126 to 65535' : 'size: from 65536');
}
