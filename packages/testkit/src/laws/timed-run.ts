/**
 * Runs a timed script on a subject and on the model: everything visible in both is compared after each step.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: what is done to both ends and what is seen of both stand side by side.

import {
  closeBody,
  ModelEnd,
  type ModelOutputs,
  type ModelTold,
  readFrames,
} from '../model/index.ts';
import { latin1 } from '../wire/index.ts';
import { assert, assertSame } from './describe.ts';
import type { Note } from './label-tally.ts';
import { PeerStream } from './peer-stream.ts';
import type { MakeSubject, Subject } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';
import type { TimedInput, TimedScript, TimedStep } from './timed-steps.ts';
import { joinData } from './trace.ts';

/**
 * Notes the labels that the script reaches.
 *
 * @throws Error that names the first difference from the model, and the step after which it shows.
 */
export function assertInTime(
  make: MakeSubject,
  { limits, timeouts, steps }: TimedScript,
  note: Note,
): void {
  const run = new TimedRun(make(limits, timeouts), note);
  const last: TimedStep = { input: { type: 'wake' }, takesEvents: true, takesOutput: true };
  for (const [i, step] of [...steps, last].entries()) {
    try {
      run.perform(step);
    } catch (error) {
      throw new Error(`Step ${i}, ${step.input.type}: ${String(error)}`);
    }
  }
}

class TimedRun {
  readonly #subject: Subject;
  readonly #model: ModelEnd;
  readonly #peer: PeerStream;
  readonly #note: Note;
  /** The time of the transport's clock, which may go back. */
  #clock = 0;
  /** Bytes that the transport had when it was reset: it may still report them, which counts for nothing. */
  #late = 0;
  /** The rest of the opening handshake. */
  #heads: Uint8Array[] = [];
  #isClosed = false;
  #isCloseSent = false;
  #isEnded = false;
  #count = 0;
  /** The parts received of an unfinished message. */
  #begun: string | Uint8Array | undefined;
  /** All events and output have been taken. */
  #isAllTaken = false;
  /** There is nothing to take, according to the subject. */
  #isQuiet = false;

  constructor(subject: Subject, note: Note) {
    const { role, limits, opening } = subject;
    this.#subject = subject;
    this.#note = note;
    this.#peer = new PeerStream(subject);
    this.#model = new ModelEnd({
      role,
      timeouts: subject.timeouts ?? {},
      outputHighWaterBytes: limits?.outputHighWaterBytes,
      maxBufferedBytes: limits?.maxBufferedBytes,
      inputHighWaterBytes: limits?.inputHighWaterBytes,
      isOpen: opening === undefined,
      now: 0,
    });
    if (opening !== undefined) {
      const half = opening.length >> 1;
      this.#heads = [opening.slice(0, half), opening.slice(half)];
    }
    if (this.#model.hasHead) this.#takeOutput();
  }

  perform({ input, takesEvents, takesOutput }: TimedStep): void {
    this.#note(`input: ${input.type}`);
    this.#do(input);
    if (takesEvents) this.#takeEvents();
    if (takesOutput || this.#model.hasHead) this.#takeOutput();
    this.#compare();
    this.#isAllTaken = takesEvents && takesOutput;
    this.#isQuiet = false;
  }

  /** Does the step to both. Skips an impossible step, and one that the model does not cover. */
  #do(input: TimedInput): void {
    const [subject, model] = [this.#subject, this.#model];
    const isOpening = model.state === 'connecting';
    switch (input.type) {
      case 'head':
        this.#head();
        break;
      case 'answer':
        this.#answer(input.status);
        break;
      case 'peer':
        if (isOpening) break;
        this.#hear(this.#peer.next(input.frames, input.heldBack));
        break;
      case 'end':
        model.tick(this.#clock);
        model.hearEnd('end');
        subject.receiveEnd?.();
        break;
      case 'reset':
        model.tick(this.#clock);
        this.#late += model.mayLeave;
        model.hearEnd('reset');
        subject.receiveError?.();
        break;
      case 'leave':
        this.#leave(Math.min(input.bytes, model.mayLeave), Math.min(input.bytes, this.#late));
        break;
      case 'clock':
        this.#note(`clock: ${moveOf(input.ms)}`);
        this.#setClock(this.#clock + input.ms);
        break;
      case 'due':
        this.#ring(input.late);
        break;
      case 'wake':
        this.#note('timer: unasked');
        this.#wake();
        break;
      default:
        if (!isOpening || input.type === 'close' || input.type === 'fail') this.#ask(input);
    }
  }

  #head(): void {
    const bytes = this.#heads.shift();
    if (bytes === undefined) return;
    this.#model.tick(this.#clock);
    if (this.#heads.length === 0) this.#model.hearHead();
    this.#subject.receive(bytes);
  }

  #answer(status: 101 | 403): void {
    if (!this.#model.decides) return;
    this.#model.tick(this.#clock);
    this.#model.answer(status);
    if (status === 101) this.#subject.accept?.();
    else this.#subject.reject?.();
  }

  #hear({ bytes, arrivals }: ReturnType<PeerStream['next']>): void {
    this.#model.tick(this.#clock);
    this.#model.hear(arrivals, bytes.length);
    this.#subject.receive(bytes);
  }

  /** When the subject reports no effect, nobody looks: so there may be no effect, and no timeout may come earlier. */
  #leave(bytes: number, late: number): void {
    const model = this.#model;
    this.#late -= late;
    const { nextTimeout = Infinity } = model;
    model.tick(this.#clock);
    model.leave(bytes);
    if (this.#subject.sent?.(bytes + late) !== false) return;
    const isLater = (model.nextTimeout ?? Infinity) >= nextTimeout;
    assert(isLater, 'A timeout comes earlier, though nothing was said to come of it');
    this.#isQuiet = this.#isAllTaken;
  }

  #setClock(now: number): void {
    this.#clock = now;
    this.#subject.setClock?.(now);
  }

  /** The timer that was set fires, if one was set. */
  #ring(late: number): void {
    const { nextTimeout } = this.#model;
    if (nextTimeout !== undefined) {
      this.#note(`timer: ${late === 0 ? 'in time' : late > 0 ? 'late' : 'early'}`);
      this.#setClock(nextTimeout + late);
    }
    this.#wake();
  }

  #wake(): void {
    this.#model.tick(this.#clock);
    for (const due of this.#model.timeOut()) this.#note(`timeout: ${due}`);
    this.#subject.timeOut?.();
  }

  #ask(input: TimedInput): void {
    const [subject, model] = [this.#subject, this.#model];
    switch (input.type) {
      case 'send':
      case 'ping':
      case 'pong': {
        const payload = new Uint8Array('size' in input ? input.size : 0).fill(++this.#count);
        // Only a ping gets the time, for its latency.
        if (input.type === 'ping') model.tick(this.#clock);
        const expected = model.send(OPCODES[input.type], payload);
        this.#note(`room: ${expected}`);
        const said = input.type === 'pong' ? subject.pong?.() : subject[input.type]?.(payload);
        if (typeof said === 'string') assertSame([said], [expected], 'What is said of room');
        break;
      }
      case 'close':
      case 'fail':
        model.tick(this.#clock);
        model[input.type](closeBody(input.code, 'mine'));
        subject[input.type]?.(input.code, 'mine');
        break;
      case 'pause':
      case 'resume':
        model.pause(input.type === 'pause');
        subject[input.type]?.();
        break;
      default:
        break;
    }
  }

  #takeEvents(): void {
    const told: SubjectEvent[] = [];
    this.#subject.takeEvents((event) => {
      assert(!this.#isClosed, `There is an event behind close: ${event.type}`);
      this.#isClosed = event.type === 'close';
      if (event.type === 'message-part') this.#takePart(event, told);
      else if (!UNTOLD.includes(event.type)) told.push(event);
    });
    const expected = this.#model.takeEvents();
    for (const event of expected) this.#noteEvent(event);
    assert(!this.#isQuiet || told.length === 0, 'There is an event, though none was to come');
    assertSame(
      told.map((event, i) => comparable(event, expected[i])),
      expected,
      'Event',
    );
  }

  /** Where messages come in parts, the model has the whole message. */
  #takePart(part: SubjectEvent & { readonly type: 'message-part' }, told: SubjectEvent[]): void {
    const { kind, fin } = part;
    const data = this.#begun === undefined ? part.data : joinData(this.#begun, part.data);
    this.#begun = fin ? undefined : data;
    if (fin) told.push({ type: 'message', kind, data });
  }

  #noteEvent(event: ModelTold): void {
    this.#note(`event: ${event.type}`);
    if (event.type === 'pong') this.#note(`pong: ${isAnswer(event) ? 'an answer' : 'unasked'}`);
    if (event.type !== 'close') return;
    this.#note(`end: ${event.wasClean ? 'clean' : 'not clean'}, by ${event.endedBy}`);
    this.#note(`left: ${this.#model.unsent > 0 ? 'not all' : 'all'}`);
  }

  #takeOutput(): void {
    const { bytes, endings } = this.#subject.takeOutput?.() ?? { bytes: NOTHING, endings: [] };
    const expected = this.#model.takeOutput();
    for (const ending of expected.endings) this.#note(`output: ${ending}`);
    if (expected.head !== undefined) this.#note(`head: ${expected.head}`);
    const isNothing = bytes.length + endings.length === 0;
    assert(!this.#isQuiet || isNothing, 'There is output, though none was to come');
    if (bytes.length > 0) assert(!this.#isEnded, 'There is output behind its end');
    if (endings.length > 0) this.#isEnded = true;
    this.#compareOutput(bytes, expected);
    assertSame(endings, expected.endings, 'Ending of the output');
  }

  #compareOutput(bytes: Uint8Array, { head, frames }: ModelOutputs): void {
    if (head !== undefined) {
      const start = latin1(head === 'request' ? 'GET ' : `HTTP/1.1 ${head} `);
      assertSame([bytes.slice(0, start.length)], [start], 'Head');
      this.#model.wroteHead(bytes.length);
      return;
    }
    const sent = readFrames(bytes, this.#subject.role === 'client' ? 'server' : 'client');
    for (const { opcode, payload } of sent) {
      if (opcode === 9) this.#peer.hearPing(payload);
      assert(!this.#isCloseSent || opcode === 10, `There is opcode ${opcode} behind a Close frame`);
      this.#isCloseSent ||= opcode === 8;
    }
    assertSame(sent, frames, 'Frame');
  }

  #compare(): void {
    const [subject, model] = [this.#subject, this.#model];
    const next = subject.nextTimeout?.();
    const dueAt = next === undefined ? undefined : this.#clock + next;
    assertSame([dueAt], [model.nextTimeout], 'The time of what is due next');
    if (this.#isClosed && model.unsent === 0) {
      assert(dueAt === undefined, 'Something is due behind the end');
    }
    if (subject.unsent) assertSame([subject.unsent()], [model.unsent], 'What is unsent');
    if (subject.wantsInput && model.wantsInput !== undefined) {
      assertSame([subject.wantsInput()], [model.wantsInput], 'Whether input is wanted');
    }
  }
}

/** A jump takes the clock beyond most timeouts. */
function moveOf(ms: number): string {
  if (ms === 0) return 'stands still';
  if (ms < 0) return 'goes back';
  return ms < JUMP ? 'goes on' : 'jumps';
}

const JUMP = 40_000;

const NOTHING = new Uint8Array(0);

const OPCODES = { send: 2, ping: 9, pong: 10 } as const;

/** Events that the model does not have. */
const UNTOLD: readonly string[] = ['handshake-request', 'open', 'frame', 'handshake-rejected'];

/** The properties of an event that the model has too; those that the implementation lacks are as expected. */
function comparable(event: SubjectEvent, expected: ModelTold | undefined): unknown {
  if (expected === undefined || event.type !== expected.type) return event;
  return { ...expected, ...pick(event, Object.keys(expected)) };
}

function pick(event: SubjectEvent, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => names.includes(name)));
}

function isAnswer(event: ModelTold): boolean {
  return event.type === 'pong' && event.latency !== undefined;
}
