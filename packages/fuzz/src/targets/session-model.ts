/**
 * Compares the events of a connection with the reference model's judgement of the same bytes.
 *
 * @module
 */
import type { ModelEvent, SessionJudgement } from '@sansocket/testkit/model';
import type { ConnectionEvent } from 'sansocket';
import { expectEqual, expectThat } from './expect.ts';
import type { SessionPlan } from './session-plan.ts';

type Opening = SessionJudgement['opening'];

/** @throws BrokenPromise where the two disagree. */
export function expectModel(
  events: readonly ConnectionEvent[],
  { opening, frames }: SessionJudgement,
  plan: SessionPlan,
): void {
  expectOpening(events, opening);
  if (frames === undefined) return;
  const violation = events.find((event) => event.type === 'violation');
  expectEqual(
    violation && { rule: violation.rule, offset: violation.offset, code: violation.closeCode },
    frames.violation && {
      rule: frames.violation.rule,
      offset: frames.violation.offset,
      code: frames.violation.closeCode,
    },
    'the violation and the model’s',
  );
  const expected = frames.events.filter(
    ({ type }) => type !== 'frame' || plan.options.frames === true,
  );
  expectEqual(joinMessages(events), expected.map(comparable), 'the events and the model’s');
  const close = events.at(-1);
  expectThat(close?.type === 'close', 'The last event is close');
  const { code, reason, received } = frames.closing;
  expectEqual(
    { code: close.code, reason: close.reason, received: close.wasClean },
    { code, reason, received },
    'the end and the model’s',
  );
}

function expectOpening(events: readonly ConnectionEvent[], opening: Opening): void {
  const opened = events.some(({ type }) => type === 'open');
  const shouldOpen = opening.kind === 'acceptable' || opening.kind === 'established';
  expectEqual(opened, shouldOpen, `open and the model, which says ${opening.kind}`);
  const [first] = events;
  if (opening.kind === 'need-more') expectEqual(first?.type, 'close', 'the first event and close');
  if (opening.kind === 'rejected') {
    expectThat(first?.type === 'handshake-rejected', 'The first event is the rejection');
    expectEqual(first.status, opening.status, 'the status and the model’s');
  }
  if (opening.kind !== 'refused' && opening.kind !== 'failed') return;
  expectThat(first?.type === 'violation', 'The first event is the violation');
  expectEqual(first.offset, opening.violation.offset, `the offset of ${first.rule}`);
  const broken: readonly string[] = opening.broken;
  expectThat(broken.includes(first.rule), `${first.rule} is one of ${broken.join()}`);
}

/** The events that the model has too, in its form; parts become one message when they end. */
function joinMessages(events: readonly ConnectionEvent[]): unknown[] {
  const told: unknown[] = [];
  let parts: Buffer[] = [];
  for (const event of events) {
    if (event.type === 'message-part') {
      parts.push(Buffer.from(event.data as string));
      if (!event.fin) continue;
      told.push({ type: 'message', kind: event.kind, data: Buffer.concat(parts) });
      parts = [];
    } else if (!silent.has(event.type) && !isSent(event)) {
      told.push(comparable(event as ModelEvent));
    }
  }
  return told;
}

/** Whether the event tells a frame of our own. */
function isSent(event: ConnectionEvent): boolean {
  return event.type === 'frame' && event.direction === 'sent';
}

/** Events that the model does not have, or gives elsewhere. */
const silent = new Set(['handshake-request', 'open', 'violation', 'close', 'drain']);

/** Data as bytes, headers as plain objects, no latency. */
function comparable(event: ModelEvent): unknown {
  switch (event.type) {
    case 'message':
      return { type: 'message', kind: event.kind, data: Buffer.from(event.data as string) };
    case 'frame':
      return { type: 'frame', header: { ...event.header }, offset: event.offset };
    case 'close-received':
      return { type: 'close-received', code: event.code, reason: event.reason };
    case 'ping':
    case 'pong':
      return { type: event.type, payload: event.payload };
  }
}
