/**
 * All events and output of a subject while it is fed, in a form that does not show where parts of messages and output
 * were cut.
 *
 * @module
 */

import { concat } from '../wire/index.ts';
import { assertSame } from './describe.ts';
import type { Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Everything that the application and the peer have seen. */
export interface Trace {
  readonly events: readonly SubjectEvent[];
  /** All output. */
  readonly output: Uint8Array;
  readonly endings: readonly string[];
}

/** The application's reaction to an event. */
export type Application = (subject: Subject, event: SubjectEvent) => void;

/** Takes a subject's events and output, and keeps them. */
export class Tracer {
  readonly subject: Subject;
  readonly events: SubjectEvent[] = [];
  readonly #application: Application;
  readonly #pieces: Uint8Array[] = [];
  readonly #endings: string[] = [];
  /** Bytes of output taken. */
  taken = 0;

  /** @param application - Default: one that accepts every request and is silent. */
  constructor(subject: Subject, application: Application = acceptRequest) {
    this.subject = subject;
    this.#application = application;
  }

  /** Everything taken so far. */
  get trace(): Trace {
    return {
      events: joinParts(this.events).map(withoutWords),
      output: concat(...this.#pieces),
      endings: this.#endings,
    };
  }

  /** Takes every event. */
  takeEvents(): void {
    this.subject.takeEvents(this.#take);
  }

  readonly #take = (event: SubjectEvent): void => {
    this.events.push(event);
    this.#application(this.subject, event);
  };

  /** Takes all output. */
  takeOutput(): void {
    const { bytes, endings } = this.subject.takeOutput?.() ?? NO_OUTPUT;
    if (endings.length > 0) this.#endings.push(...endings);
    if (bytes.length === 0) return;
    if (this.#endings.length > endings.length) {
      throw new Error(`There is output behind the ${this.#endings.join(' and the ')} of it`);
    }
    this.#pieces.push(bytes);
    this.taken += bytes.length;
  }

  /** Takes all events, then all output. */
  takeAll(): void {
    this.takeEvents();
    this.takeOutput();
  }
}

const NO_OUTPUT = { bytes: new Uint8Array(0), endings: [] };

/** A subject's trace for frames: it is opened first, then fed as `feed` does. */
export function feedFrames(
  subject: Subject,
  chunks: readonly Uint8Array[],
  application?: Application,
): Trace {
  const { opening } = subject;
  return feed(subject, opening === undefined ? chunks : [opening, ...chunks], application);
}

/** Feeds copies of the chunks, takes everything after each, and ends the stream where possible. */
export function feed(
  subject: Subject,
  chunks: readonly Uint8Array[],
  application?: Application,
): Trace {
  const tracer = new Tracer(subject, application);
  tracer.takeAll();
  for (const chunk of chunks) {
    subject.receive(chunk.slice());
    tracer.takeAll();
  }
  subject.receiveEnd?.();
  tracer.takeAll();
  return tracer.trace;
}

/** The application that accepts every request. */
export function acceptRequest(subject: Subject, event: SubjectEvent): void {
  if (event.type === 'handshake-request') subject.accept?.();
}

/** @throws Error that names the first difference. */
export function assertSameTrace(actual: Trace, expected: Trace): void {
  assertSame(actual.events, expected.events, 'Event');
  assertSame([actual.output], [expected.output], 'Output');
  assertSame(actual.endings, expected.endings, 'Ending of the output');
}

/** The text of a violation is for people, and may be longer where more bytes had come. */
function withoutWords(event: SubjectEvent): SubjectEvent {
  return event.type === 'violation' ? Object.assign({}, event, { detail: '' }) : event;
}

/** Consecutive parts as one; an empty part that ends nothing is left out. */
export function joinParts(events: readonly SubjectEvent[]): readonly SubjectEvent[] {
  const joined: SubjectEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === 'message-part' && last?.type === 'message-part' && !last.fin) {
      joined.splice(-1, 1, { ...event, data: joinData(last.data, event.data) });
    } else if (event.type !== 'message-part' || event.fin || event.data.length > 0) {
      joined.push(event);
    }
  }
  return joined;
}

/**
 * Joins the data of two consecutive parts.
 *
 * @throws Error when one is text and the other is not.
 */
export function joinData(
  first: string | Uint8Array,
  second: string | Uint8Array,
): string | Uint8Array {
  if (typeof first === 'string' && typeof second === 'string') return first + second;
  if (typeof first === 'string' || typeof second === 'string') {
    throw new Error('Parts of one message are text and bytes');
  }
  return concat(first, second);
}
