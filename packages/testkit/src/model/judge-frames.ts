/**
 * The frames of one direction (RFC 6455 §5 to §8): takes all bytes from the first frame on, and returns their meaning.
 * With more bytes, call it again with all of them.
 *
 * @module
 */

import {
  type CloseBody,
  closeBody,
  closeBodyFault,
  FRAME_TOO_LARGE,
  type PayloadFault,
} from './close-body.ts';
import { judgeInflated } from './compressed-message.ts';
import { type ModelHeader, readHeader } from './frame-header.ts';
import type { DueFrame, FrameJudgement, ModelEvent } from './judgement.ts';
import { type ModelMessage, messageOf, withFragment } from './message.ts';
import { joined, unmasked } from './octets.ts';
import { type FrameRule, frameViolation, type ModelViolation } from './rule.ts';
import type { FrameSetup } from './setup.ts';
import { impossibleByte, stringOf } from './utf8.ts';

/**
 * Judges frames.
 *
 * @param bytes - All bytes since the opening handshake. Not changed; no result is a view of it.
 */
export function judgeFrames(bytes: Uint8Array, setup: FrameSetup): FrameJudgement {
  const told = new Told(setup);
  let at = 0;
  while (at < bytes.length && !told.isOver) {
    const taken = told.takeFrame(bytes.subarray(at), at);
    if (taken === undefined) break;
    at += taken;
  }
  return told.judgement;
}

/** A frame whose header is complete; its payload may be incomplete. */
interface Frame {
  readonly header: ModelHeader;
  /** Position of byte 0, and of the first byte of payload, counted from the first frame. */
  readonly at: number;
  readonly payloadAt: number;
  /** The payload so far, unmasked. */
  readonly come: Uint8Array;
  readonly isWhole: boolean;
}

/** The state so far. */
class Told {
  readonly #setup: FrameSetup;
  readonly #events: ModelEvent[] = [];
  readonly #due: DueFrame[] = [];
  #violation: ModelViolation | undefined;
  #close: CloseBody | undefined;
  /** The message in progress. */
  #message: ModelMessage | undefined;
  /** The output of all compressed messages so far, to which the peer's window can refer. */
  #history: Uint8Array = new Uint8Array(0);

  constructor(setup: FrameSetup) {
    this.#setup = setup;
  }

  get isOver(): boolean {
    return this.#violation !== undefined || this.#close !== undefined;
  }

  get judgement(): FrameJudgement {
    const { code, reason } = this.#close ?? { code: 1006, reason: '' };
    const sent = this.#setup.closeSent === true || this.isOver;
    return {
      events: this.#events,
      violation: this.#violation,
      due: this.#due,
      closing: { sent, received: this.#close !== undefined, code, reason },
    };
  }

  /**
   * Takes the next frame, complete or not.
   *
   * @param at - Position of its byte 0.
   * @returns Its length in bytes when it is complete.
   */
  takeFrame(bytes: Uint8Array, at: number): number | undefined {
    const reading = readHeader(bytes, this.#setup, this.#message);
    if (reading.kind === 'broken') this.#fail(reading.rule, at + reading.index);
    if (reading.kind !== 'header') return undefined;
    const { header, length } = reading;
    this.#events.push({ type: 'frame', header, offset: this.#position(at) });
    const come = unmasked(bytes.subarray(length, length + header.payloadLength), header.maskingKey);
    const isWhole = come.length === header.payloadLength;
    const frame = { header, at, payloadAt: at + length, come, isWhole };
    if (header.opcode >= 8) this.#takeControl(frame);
    else this.#takeData(frame);
    return isWhole ? length + come.length : undefined;
  }

  #takeControl({ header, payloadAt, come, isWhole }: Frame): void {
    if (header.opcode === 8) {
      const fault = closeBodyFault(come, header.payloadLength, this.#isDraft);
      if (fault !== undefined) this.#fail(fault.rule, payloadAt + fault.index);
      else if (isWhole) this.#takeClose(come);
    } else if (isWhole && header.opcode === 9) {
      this.#events.push({ type: 'ping', payload: come });
      this.#due.push({ opcode: 10, payload: come });
    } else if (isWhole) {
      this.#events.push({ type: 'pong', payload: come });
    }
  }

  #takeClose(body: Uint8Array): void {
    this.#close = closeBody(body);
    this.#events.push({ type: 'close-received', ...this.#close });
    this.#owe(body.subarray(0, 2));
  }

  #takeData(frame: Frame): void {
    const message = messageOf(frame.header, this.#message);
    const data = message.compressed ? this.#inflate(frame, message) : this.#plain(frame, message);
    if (data === undefined || !frame.isWhole) return;
    const { kind } = message;
    this.#message = frame.header.fin ? undefined : withFragment(message, frame.come);
    if (!frame.header.fin) return;
    this.#events.push({ type: 'message', kind, data: kind === 'text' ? stringOf(data) : data });
    if (message.compressed) this.#history = joined(this.#history, data);
  }

  /** @returns The message so far; `undefined` when it is broken. */
  #plain(frame: Frame, message: ModelMessage): Uint8Array | undefined {
    const fault = message.kind === 'text' ? textFault(frame, message) : undefined;
    if (fault === undefined) return joined(message.payload, frame.come);
    this.#fail(fault.rule, frame.payloadAt + fault.index);
    return undefined;
  }

  /** The same for a compressed message, whose fault cannot be assigned to a byte of the frame. */
  #inflate(frame: Frame, message: ModelMessage): Uint8Array | undefined {
    const { deflate = {}, limits } = this.#setup;
    const payload = joined(message.payload, frame.come);
    const isLast = frame.header.fin && frame.isWhole;
    const history = deflate.noContextTakeover === true ? new Uint8Array(0) : this.#history;
    const { data, rule } = judgeInflated(payload, {
      kind: message.kind,
      isLast,
      history,
      windowBits: deflate.windowBits,
      maxMessageBytes: limits?.maxMessageBytes,
    });
    if (rule !== undefined) this.#fail(rule, frame.at);
    return rule === undefined ? data : undefined;
  }

  #fail(rule: FrameRule, at: number): void {
    const violation = frameViolation(rule, this.#position(at));
    const isTooLarge = this.#isDraft && violation.closeCode === 1009;
    const closeCode = isTooLarge ? FRAME_TOO_LARGE : violation.closeCode;
    this.#violation = { ...violation, closeCode };
    this.#owe(Uint8Array.of(Math.floor(closeCode / 256), closeCode % 256));
  }

  /** One Close frame is sent, whichever end was first. */
  #owe(payload: Uint8Array): void {
    if (this.#setup.closeSent !== true) this.#due.push({ opcode: 8, payload: payload.slice() });
  }

  get #isDraft(): boolean {
    return this.#setup.isDraft === true;
  }

  #position(at: number): number {
    return (this.#setup.offset ?? 0) + at;
  }
}

/** The fragments before this frame are without fault: its header ensured that their missing bytes fit. */
function textFault({ header, come }: Frame, { payload }: ModelMessage): PayloadFault | undefined {
  const room = header.fin ? payload.length + header.payloadLength : Infinity;
  const index = impossibleByte(joined(payload, come), room);
  return index === undefined ? undefined : { rule: 'text-not-utf8', index: index - payload.length };
}
