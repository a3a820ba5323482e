/**
 * Control frames to events (RFC 6455 §5.5): collects the payloads of pings, pongs and the Close frame.
 *
 * @module
 */

import { ByteQueue, copyBytes, viewOf } from '../bytes/index.ts';
import { ClosePayloadDecoder, Opcode, type UncheckedFrameDecoder } from '../framing/index.ts';
import type { ViolationId } from '../violations/index.ts';
import type { ConnectionEvent } from './events.ts';

/** The rule that a Close frame breaks, and the index of the offending byte among the bytes pushed. */
export interface ControlOffence {
  readonly rule: ViolationId;
  readonly index: number;
  readonly detail: string;
}

/** Receives one control frame after the other: `push` each piece of its payload, then call `end`. */
export class ControlReceiver {
  readonly #isCloseCode: ((code: number) => boolean) | undefined;
  readonly #payload = new ByteQueue();
  #close: ClosePayloadDecoder | undefined;

  /** @param isCloseCode - Whether a code is allowed in a Close frame. Default: by RFC 6455 §7.4. */
  constructor(isCloseCode?: (code: number) => boolean) {
    this.#isCloseCode = isCloseCode;
  }

  /** The payload of the frame in progress. */
  get payload(): Uint8Array {
    return viewOf(this.#payload.bytes, 0, this.#payload.length);
  }

  /**
   * Receives a piece of the payload: `bytes[start, end)`.
   *
   * @param left - The number of payload bytes after this piece.
   * @returns The rule that the Close frame breaks, if any.
   */
  push(
    opcode: Opcode,
    bytes: Uint8Array,
    start: number,
    end: number,
    left: number,
  ): ControlOffence | undefined {
    this.#payload.append(bytes, start, end);
    if (opcode !== Opcode.close) return undefined;
    this.#close ??= new ClosePayloadDecoder(this.#isCloseCode);
    const offence = this.#close.push(viewOf(bytes, start, end), left);
    if (offence === undefined) return undefined;
    const detail =
      offence.rule === 'close-code-invalid'
        ? `Close frame has ${this.#codeSoFar}, not for the wire`
        : 'Close reason is not UTF-8';
    return { ...offence, detail };
  }

  /** The close code in words, as far as it was received: its first byte may be enough to reject it. */
  get #codeSoFar(): string {
    const [high = 0, low] = this.payload;
    const least = 256 * high;
    return low === undefined ? `a code from ${least} to ${least + 255}` : `the code ${least + low}`;
  }

  /** The frame is complete. @returns Its event. */
  end(opcode: Opcode): ConnectionEvent {
    if (opcode === Opcode.close) {
      this.#close ??= new ClosePayloadDecoder(this.#isCloseCode);
      return { type: 'close-received', ...this.#close.end() };
    }
    const event = controlEvent(opcode, copyBytes(this.#payload.bytes, 0, this.#payload.length));
    this.#payload.truncate(0);
    return event;
  }
}

/** The event of a ping or a pong that was decoded in one step. */
export function wholeControl(decoder: UncheckedFrameDecoder): ConnectionEvent {
  const { opcode, pieceBytes, pieceStart, pieceEnd, pieceIsOwn } = decoder;
  return controlEvent(
    opcode,
    pieceIsOwn ? pieceBytes : copyBytes(pieceBytes, pieceStart, pieceEnd),
  );
}

function controlEvent(opcode: Opcode, payload: Uint8Array): ConnectionEvent {
  return opcode === Opcode.ping
    ? { type: 'ping', payload }
    : { type: 'pong', payload, latency: undefined };
}
