/**
 * The peer's part of a timed script: turns frames into chunks, and notes which frames each chunk completes.
 *
 * @module
 */

import { closeBody, type ModelArrival } from '../model/index.ts';
import { concat, serializeFrame, type WireFrame } from '../wire/index.ts';
import type { Subject } from './subject.ts';
import type { PeerFrame } from './timed-steps.ts';

/** A chunk, and the frames that it completes. */
export interface PeerChunk {
  readonly bytes: Uint8Array;
  readonly arrivals: readonly ModelArrival[];
}

/** The stream of frames from a peer. */
export class PeerStream {
  readonly #maskingKey: Uint8Array | undefined;
  /** The missing bytes of the last frame, and the frame. */
  #heldBack = new Uint8Array(0);
  #held: ModelArrival | undefined;
  /** The message in progress. */
  #fragments: Uint8Array[] = [];
  #count = 0;
  /** The payload of the last ping received. */
  #asked = new Uint8Array(0);

  constructor({ role }: Subject) {
    this.#maskingKey = role === 'server' ? Uint8Array.of(0x37, 0xfa, 0x21, 0x3d) : undefined;
  }

  /** Receives a ping. */
  hearPing(payload: Uint8Array): void {
    this.#asked = payload.slice();
  }

  /**
   * The rest of the last frame and these frames, except so many bytes at the end; at least one byte of each is sent.
   */
  next(frames: readonly PeerFrame[], heldBack: number): PeerChunk {
    const pieces = [this.#heldBack];
    const arrivals = this.#held === undefined ? [] : [this.#held];
    this.#heldBack = new Uint8Array(0);
    this.#held = undefined;
    for (const [i, frame] of frames.entries()) {
      const wire = this.#wireFrame(frame);
      const arrival = this.#arrival(frame, wire.payload);
      const bytes = serializeFrame(wire);
      const isCut = i === frames.length - 1 && heldBack > 0;
      const length = isCut ? Math.max(1, bytes.length - heldBack) : bytes.length;
      pieces.push(bytes.slice(0, length));
      // A reserved opcode is found at once.
      if (length === bytes.length || frame.type === 'violation') arrivals.push(arrival);
      else {
        this.#heldBack = bytes.slice(length);
        this.#held = arrival;
        const hasBegun = length >= bytes.length - wire.payload.length;
        if (hasBegun && wire.opcode < 8) arrivals.push({ type: 'data' });
      }
    }
    return { bytes: concat(...pieces), arrivals };
  }

  #wireFrame(frame: PeerFrame): WireFrame {
    const common = { maskingKey: this.#maskingKey };
    switch (frame.type) {
      case 'ping':
        return { ...common, opcode: 9, payload: this.#payload(frame.size) };
      case 'pong':
        return { ...common, opcode: 10, payload: this.#payload(frame.size) };
      case 'answer':
        return { ...common, opcode: 10, payload: this.#asked };
      case 'close':
        return {
          ...common,
          opcode: 8,
          payload: closeBody(frame.code, frame.code > 1005 ? 'x' : ''),
        };
      case 'violation':
        return { ...common, opcode: 3, payload: new Uint8Array(0) };
      default: {
        const opcode = this.#fragments.length === 0 ? 2 : 0;
        const fin = frame.type === 'message';
        // Too many fragments without payload break a rule.
        const payload = this.#payload(fin ? frame.size : frame.size + 1);
        this.#fragments.push(payload);
        return { ...common, opcode, fin, payload };
      }
    }
  }

  #arrival(frame: PeerFrame, payload: Uint8Array): ModelArrival {
    switch (frame.type) {
      case 'close':
        return {
          type: 'close-received',
          code: frame.code,
          reason: frame.code > 1005 ? 'x' : '',
        };
      case 'violation':
        return { type: 'violation', closeCode: 1002 };
      case 'fragment':
        return { type: 'data' };
      case 'answer':
        return { type: 'pong', payload };
      case 'message': {
        const data = concat(...this.#fragments);
        this.#fragments = [];
        return { type: 'message', data };
      }
      default:
        return { type: frame.type, payload };
    }
  }

  /** A distinct payload for each. */
  #payload(size: number): Uint8Array {
    return new Uint8Array(size).fill(++this.#count);
  }
}
