/**
 * The promises of a whole connection, of either role.
 *
 * @module
 */
import type { SessionJudgement } from '@sansocket/testkit/model';
import type { ConnectionEvent } from 'sansocket';
import { expectEqual, expectThat } from './expect.ts';
import { cut, Input } from './input.ts';
import { expectModel } from './session-model.ts';
import { type FrameLimits, planOf, type SessionPlan } from './session-plan.ts';
import { type ConnectionMaker, SessionRun, type SessionTrace } from './session-run.ts';

/** One role, with the head that opens its connection. */
export interface SessionKind extends ConnectionMaker {
  readonly head: string;
  /** The reference model's judgement of all bytes received. */
  readonly judge: (bytes: Uint8Array, limits: FrameLimits) => SessionJudgement;
}

/** The most bytes that a connection writes by itself: heads, a Close frame, what `Act` sends. */
const OUTPUT_CONSTANT = 1024;
/** An empty frame of 2 bytes is echoed in 6, and every fourth byte of input could be such a frame. */
const OUTPUT_PER_BYTE = 4;

/** Runs an input whole, cut and byte by byte, and compares. */
export function runSessions(kind: SessionKind, bytes: Uint8Array): void {
  const input = new Input(bytes);
  const plan = planOf(input);
  const stays = { ...plan, moves: false };
  const rest = input.rest();
  const head = plan.headGiven
    ? Uint8Array.from(Buffer.from(kind.head, 'latin1'))
    : rest.slice(0, 0);
  const stream = Uint8Array.from([...head, ...rest]);
  const whole = run(kind, stays, [stream.slice()]);
  expectLawful(whole.events);
  const bound = OUTPUT_CONSTANT + OUTPUT_PER_BYTE * stream.length;
  expectThat(whole.output.length <= bound, `Output of ${whole.output.length} bytes is bounded`);
  const chunks = [head.slice(), ...cut(rest, plan.chunkSizes)];
  expectEqual(run(kind, plan, chunks), whole, 'the cut and the whole session');
  const oneByOne = [head.slice(), ...cut(rest, [1, 1])];
  expectEqual(run(kind, stays, oneByOne), whole, 'byte by byte and at once');
  const endsItself = ['close', 'fail', 'reject'].includes(plan.act);
  if (!endsItself) expectModel(whole.events, kind.judge(stream, plan.limits), plan);
}

function run(kind: SessionKind, plan: SessionPlan, chunks: readonly Uint8Array[]): SessionTrace {
  const session = new SessionRun(kind, plan);
  const before = Buffer.concat(chunks);
  for (const chunk of chunks) session.receive(chunk);
  session.end();
  const { copy, inPlace } = plan.options;
  const mayChange = copy === true || inPlace === true;
  if (!mayChange) expectEqual(Buffer.concat(chunks), before, 'the chunks before and after');
  return session.trace;
}

/**
 * The order of events: `close` once and last, nothing but it after a violation or a Close frame, not counting frames that
 * are sent.
 */
function expectLawful(events: readonly ConnectionEvent[]): void {
  const told = events.filter((event) => event.type !== 'frame' || event.direction === 'received');
  const types = told.map(({ type }) => type);
  expectEqual(types.indexOf('close'), types.length - 1, 'the place of close and the last one');
  for (const last of ['violation', 'close-received'] as const) {
    const at = types.indexOf(last);
    expectThat(at === -1 || at === types.length - 2, `Only close comes behind ${last}`);
  }
  const opened = types.indexOf('open');
  expectThat(opened === types.lastIndexOf('open'), 'A connection opens once');
  const early = types.slice(0, opened === -1 ? types.length : opened);
  const beforeOpen = ['handshake-request', 'handshake-rejected', 'violation', 'close'];
  expectThat(
    early.every((type) => beforeOpen.includes(type)),
    'No message comes before open',
  );
}
