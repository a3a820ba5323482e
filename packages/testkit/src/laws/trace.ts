/**
 * All that a subject tells and sends while it is fed, in a form that does not show how the parts of
 * its messages and its output were cut.
 *
 * @module
 */

import { concat } from '../wire/index.ts';
import { assertSame } from './describe.ts';
import type { Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/** What the application and the peer have seen. */
export interface Trace {
  readonly events: readonly SubjectEvent[];
  /** All that was sent. */
  readonly output: Uint8Array;
  readonly endings: readonly string[];
}

/** What an application does with an event. */
export type Application = (subject: Subject, event: SubjectEvent) => void;

/** Takes what a subject gives and keeps it. */
export class Tracer {
  readonly subject: Subject;
  readonly events: SubjectEvent[] = [];
  readonly #application: Application;
  readonly #pieces: Uint8Array[] = [];
  readonly #endings: string[] = [];
  /** Bytes of output that were taken. */
  taken = 0;

  /** @param application - Default: one that accepts every request and is silent. */
  constructor(subject: Subject, application: Application = acceptRequest) {
    this.subject = subject;
    this.#application = application;
  }

  /** What was taken so far. */
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

/** What a subject makes of frames: it is opened first, then fed as `feed` does. */
export function feedFrames(
  subject: Subject,
  chunks: readonly Uint8Array[],
  application?: Application,
): Trace {
  const { opening } = subject;
  return feed(subject, opening === undefined ? chunks : [opening, ...chunks], application);
}

/** Feeds copies of the chunks, takes everything behind each, and ends the stream where that can be. */
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

/** The application that says yes to everybody. */
export function acceptRequest(subject: Subject, event: SubjectEvent): void {
  if (event.type === 'handshake-request') subject.accept?.();
}

/** @throws Error that names the first difference. */
export function assertSameTrace(actual: Trace, expected: Trace): void {
  assertSame(actual.events, expected.events, 'Event');
  assertSame([actual.output], [expected.output], 'Output');
  assertSame(actual.endings, expected.endings, 'Ending of the output');
}

/** The words about a violation are for people, and may tell more where more had come. */
function withoutWords(event: SubjectEvent): SubjectEvent {
  return event.type === 'violation' ? Object.assign({}, event, { detail: '' }) : event;
}

/** Parts that follow one another as one; an empty one that ends nothing is left out. */
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
 * The data of two parts, one behind the other.
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
