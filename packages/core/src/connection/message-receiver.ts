/**
 * Data frames to messages (RFC 6455 §5.4, §6.2), for fragments and for messages that pass through extensions:
 * composes the extensions and the assembler.
 *
 * Made for the first frame that needs it: most connections never do.
 *
 * @module
 */

import { viewOf } from '../bytes/index.ts';
import {
  decoderChain,
  type NegotiatedExtension,
  type TransformChain,
} from '../extensions/index.ts';
import type { MessageKind, UncheckedMessageAssembler } from '../fragmentation/index.ts';
import { Opcode, RESERVED_BITS, type UncheckedFrameDecoder } from '../framing/index.ts';
import type { Violation } from '../violations/index.ts';
import type { ConnectionEvent, ViolationEvent } from './events.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import { assemblerFor } from './receiver-parts.ts';
import { faultOf, piecesOf } from './transformed.ts';
import { addFragment, type Fragments, noFragments } from './wire-history.ts';

/** Turns a broken rule into the event of the connection. */
export interface Judge {
  judge(violation: Violation): ViolationEvent;
}

/** Assembles the messages of one connection. */
export class MessageReceiver {
  readonly #decoder: UncheckedFrameDecoder;
  readonly #assembler: UncheckedMessageAssembler;
  readonly #chain: TransformChain | undefined;
  readonly #maxMessageBytes: number;
  readonly #parts: boolean;
  readonly #judge: Judge;
  /** Bytes of the message in progress, after the extensions. */
  #messageBytes = 0;

  /** Bytes that the extensions gave more than they took, since the last call of `takeGrowth`. */
  #growth = 0;

  /** The violation in the message in progress: the only event that may follow. */
  fault: ViolationEvent | undefined;
  readonly fragments: Fragments = noFragments();

  /** @param decoder - Its current frame is the frame of each call. */
  constructor(
    decoder: UncheckedFrameDecoder,
    options: ConnectionOptions,
    limits: Limits,
    extensions: readonly NegotiatedExtension[],
    judge: Judge,
  ) {
    this.#decoder = decoder;
    this.#assembler = assemblerFor(options);
    this.#chain = extensions.length > 0 ? decoderChain(extensions) : undefined;
    this.#maxMessageBytes = limits.maxMessageBytes;
    this.#parts = options.messages === 'parts';
    this.#judge = judge;
  }

  /** Whether no message is in progress, if the decoder is between two frames. */
  get isBetween(): boolean {
    return this.fault === undefined && this.fragments.fin;
  }

  get kind(): MessageKind {
    return this.#assembler.kind;
  }

  /** Bytes that the extensions gave more than they took, since the last call. */
  takeGrowth(): number {
    const growth = this.#growth;
    this.#growth = 0;
    return growth;
  }

  /** The last bytes of the message that are still needed. */
  kept(): Uint8Array {
    return this.#assembler.peek();
  }

  /** The header of a data frame is complete. */
  begin(): ConnectionEvent | undefined {
    const decoder = this.#decoder;
    addFragment(this.fragments, decoder);
    if (decoder.opcode === Opcode.continuation) return undefined;
    const kind = decoder.opcode === Opcode.text ? 'text' : 'binary';
    this.#assembler.begin(kind);
    this.#messageBytes = 0;
    if (this.#chain === undefined) return undefined;
    const reservedBits = decoder.byte0 & RESERVED_BITS;
    if (this.#chain.begin({ kind, reservedBits }) === reservedBits) return undefined;
    return this.#judge.judge({
      rule: 'reserved-bit-set',
      offset: decoder.headerOffset,
      detail: 'No extension accounts for the reserved bits',
    });
  }

  /** A piece of the payload of the frame is decoded. */
  payload(): ConnectionEvent | undefined {
    const { pieceBytes, pieceStart, pieceEnd, fin, payloadLeft } = this.#decoder;
    const toCome = fin ? payloadLeft : Infinity;
    if (this.#chain?.applies === true) {
      return this.#transformed(viewOf(pieceBytes, pieceStart, pieceEnd), toCome === 0);
    }
    const index = this.#assembler.push(pieceBytes, pieceStart, pieceEnd, toCome);
    if (index !== -1) return this.#failText(this.#decoder.offset - (pieceEnd - index));
    return toCome > 0 ? this.#part() : undefined;
  }

  /** The frame is complete. @returns The message, if it is complete too. */
  end(): ConnectionEvent | undefined {
    const { fin, payloadLength } = this.#decoder;
    const applies = this.#chain?.applies === true;
    if (applies && fin && payloadLength === 0) {
      const event = this.#transformed(new Uint8Array(0), true);
      if (event !== undefined) return event;
    }
    if (!applies) this.#decoder.neededBytes = this.#assembler.neededBytes;
    if (!fin) return undefined;
    return messageEvent(this.#parts, this.kind, this.#assembler.take());
  }

  /**
   * Passes a piece through the extensions. The byte that causes a fault in their output is unknown, so
   * violations have the position of the frame.
   */
  #transformed(piece: Uint8Array, last: boolean): ConnectionEvent | undefined {
    const budget = this.#maxMessageBytes - this.#messageBytes;
    this.#growth -= piece.length;
    const result = this.#chain!.push(piece, last, budget);
    const { headerOffset } = this.#decoder;
    const pieces = piecesOf(result, this.#parts, this.#assembler.keeps);
    const fault = faultOf(result, pieces, budget, this.#maxMessageBytes, headerOffset);
    if (!this.#keep(pieces, last && fault === undefined)) return this.#failText(headerOffset);
    if (fault !== undefined) return this.#fail(fault);
    return last ? undefined : this.#part();
  }

  /** @returns Whether the text up to here is UTF-8, up to the largest length of a message. */
  #keep(pieces: readonly Uint8Array[], ends: boolean): boolean {
    for (const [i, piece] of pieces.entries()) {
      const length = Math.min(piece.length, this.#maxMessageBytes - this.#messageBytes);
      this.#messageBytes += length;
      this.#growth += length;
      const toCome = ends && i === pieces.length - 1 ? 0 : Infinity;
      if (this.#assembler.push(piece, 0, length, toCome, true) !== -1) return false;
    }
    return !ends || this.#assembler.neededBytes === 0;
  }

  /** The next part of the message, with the option `messages: 'parts'`, unless it is empty. */
  #part(): ConnectionEvent | undefined {
    if (!this.#parts) return undefined;
    const data = this.#assembler.take();
    if (data.length === 0) return undefined;
    return { type: 'message-part', kind: this.kind, data, fin: false } as ConnectionEvent;
  }

  #failText(offset: number): ConnectionEvent {
    return this.#fail({ rule: 'text-not-utf8', offset, detail: 'Text is not UTF-8' });
  }

  /** The part before the offending byte is delivered first. */
  #fail(violation: Violation): ConnectionEvent {
    this.#decoder.stop();
    this.fault = this.#judge.judge(violation);
    return this.#part() ?? this.fault;
  }
}

/** The event of a message that is complete. */
export function messageEvent(
  isPart: boolean,
  kind: MessageKind,
  data: string | Uint8Array,
): ConnectionEvent {
  const event = isPart
    ? { type: 'message-part', kind, data, fin: true }
    : { type: 'message', kind, data };
  // The assembler gives a string for a text only.
  return event as ConnectionEvent;
}
