/**
 * The testee's frames on one connection, as the reference model reads them.
 *
 * @module
 */

import {
  type FrameJudgement,
  judgeFrames,
  type ModelDeflate,
  type ModelRole,
} from '@sansocket/testkit/model';
import type { Line } from '../peer/index.ts';
import { MOST_INFLATED } from '../script/index.ts';
import type { Opened } from './opened.ts';

/** The last judgement: of how many bytes, and how many have to come until there is another one. */
interface Judged {
  readonly of: number;
  readonly next: number;
  readonly judgement: FrameJudgement;
}

/** All that has come since the opening handshake. */
export class Replies {
  readonly #line: Line;
  readonly #role: ModelRole;
  readonly #start: number;
  readonly #deflate: ModelDeflate | undefined;
  #judged: Judged | undefined;

  /** @param testee - The role of the sender. */
  constructor(line: Line, testee: ModelRole, { length, theirs }: Opened) {
    this.#line = line;
    this.#role = testee === 'server' ? 'client' : 'server';
    this.#start = length;
    this.#deflate = theirs;
  }

  /** While a frame is on its way, those before it. @param isFinal - All bytes count. */
  judge(isFinal: boolean = false): FrameJudgement {
    const { received, end } = this.#line;
    const { of = -1, next = 0, judgement: last } = this.#judged ?? {};
    const isOnItsWay = received.length < next && end === undefined && !isFinal;
    if (last !== undefined && (received.length === of || isOnItsWay)) return last;
    const deflate = this.#deflate;
    const limits = deflate === undefined ? {} : { maxMessageBytes: MOST_INFLATED };
    const setup = { role: this.#role, deflate, limits };
    const judgement = judgeFrames(received.subarray(this.#start), setup);
    const frame = judgement.events.at(-1);
    // At the least: header and extended length come in addition.
    const missing = frame?.type === 'frame' ? frame.offset + frame.header.payloadLength : 0;
    this.#judged = { of: received.length, next: this.#start + missing, judgement };
    return judgement;
  }

  /** Whether a Close frame has come. */
  get isClosed(): boolean {
    return this.judge().closing.received;
  }

  /** Whether the pong of a ping has come. */
  hasPong(payload: Uint8Array): boolean {
    return this.judge().events.some(
      (event) => event.type === 'pong' && Buffer.compare(event.payload, payload) === 0,
    );
  }

  /** The first byte after the Close frame, if there is one (RFC 6455 §5.5.1). */
  get byteAfterClose(): number | undefined {
    const { events } = this.judge();
    const frame = events.filter((event) => event.type === 'frame').at(-1);
    if (events.at(-1)?.type !== 'close-received' || frame?.type !== 'frame') return undefined;
    const { header, offset } = frame;
    const head = header.maskingKey === undefined ? 2 : 6;
    return this.#line.received[this.#start + offset + head + header.payloadLength];
  }
}
