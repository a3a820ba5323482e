/**
 * The extensions of one direction, one after the other (RFC 6455 §9.1): a message to send passes
 * through them in the order of the answer, a received message in reverse order.
 *
 *     send     message ──► foo.encoder ──► bar.encoder ──► frames
 *     receive  frames ──► bar.decoder ──► foo.decoder ──► message        answer: "foo, bar"
 *
 * @module
 */
import { copyBytes } from '../bytes/index.ts';
import type {
  DecoderResult,
  EncoderResult,
  MessageDecoder,
  MessageEncoder,
  MessageHead,
  NegotiatedExtension,
  TransformFault,
  TransformOutput,
} from './extension.ts';

/** The encoders of the extensions in use, in the order of the answer. */
export function encoderChain(extensions: readonly NegotiatedExtension[]): TransformChain {
  return new TransformChain(extensions, 'encoder');
}

/** The decoders of the extensions in use, the last of the answer first. */
export function decoderChain(extensions: readonly NegotiatedExtension[]): TransformChain {
  return new TransformChain([...extensions].reverse(), 'decoder');
}

/** A transform that applies to a message, and its reserved bits. */
interface AppliedTransform {
  readonly transform: MessageDecoder | MessageEncoder;
  readonly bits: number;
}

/** Transforms that work as one: each receives the output of the one before it. */
export class TransformChain {
  readonly #transforms: readonly AppliedTransform[];
  /** The transforms that apply to the message that was begun last, in the order of processing. */
  #applied: AppliedTransform[] = [];
  #reservedBits = 0;

  /** @param extensions - In the order of processing. */
  constructor(extensions: readonly NegotiatedExtension[], direction: 'encoder' | 'decoder') {
    this.#transforms = extensions.flatMap(({ session }) => {
      const transform = session[direction];
      return transform === undefined ? [] : [{ transform, bits: session.reservedBits }];
    });
  }

  /** Whether a transform applies to the message that was begun last. */
  get applies(): boolean {
    return this.#applied.length > 0;
  }

  /**
   * The reserved bits of the transforms that apply, as in byte 0. For an encoder these are the bits to set
   * on the first frame; read them after the first piece has passed through.
   */
  get reservedBits(): number {
    return this.#reservedBits;
  }

  /**
   * Begins a message.
   *
   * @returns The reserved bits of the transforms that apply, as in byte 0. Decoder: any other reserved bit
   *   of the frame is a violation. Encoder: all bits that may be set on the first frame.
   */
  begin(head: MessageHead): number {
    this.#applied.length = 0;
    this.#reservedBits = 0;
    for (const applied of this.#transforms) {
      if (!applied.transform.begin(head)) continue;
      this.#applied.push(applied);
      this.#reservedBits |= applied.bits;
    }
    return this.#reservedBits;
  }

  /**
   * Takes back the message that was begun last: it is not sent, though encoders have processed it.
   *
   * @returns Whether all encoders can continue as if they had not processed it.
   */
  takeBack(): boolean {
    return this.#applied.every(({ transform }) => {
      const encoder: MessageEncoder = transform as MessageEncoder;
      encoder.takeBack?.();
      return encoder.takeBack !== undefined;
    });
  }

  /**
   * Transforms a whole message that is sent on many connections; `reservedBits` are its bits then.
   *
   * @returns `undefined` when the message has to go through the encoders of this connection: there are several, or the one
   *   cannot share what it makes.
   */
  prepared(bytes: Uint8Array): Uint8Array | undefined {
    if (this.#transforms.length > 1) return undefined;
    const only = this.#transforms[0];
    const encoder = only?.transform as MessageEncoder | undefined;
    if (encoder !== undefined && encoder.prepared === undefined) return undefined;
    const transformed = encoder?.prepared?.(bytes);
    this.#applied.length = 0;
    this.#reservedBits = transformed === undefined ? 0 : only!.bits;
    return transformed ?? bytes;
  }

  /**
   * Passes the next piece of the message through the transforms; if none applies, the same bytes are
   * returned.
   *
   * @param fin - Whether this is the last piece of the message.
   * @param budget - The most bytes that the chain, and each transform in it, may return.
   */
  push(bytes: Uint8Array, fin: boolean, budget: number): DecoderResult {
    let output: TransformOutput = bytes;
    let fault: TransformFault | undefined;
    for (const applied of this.#applied) {
      const isLast = fin && fault === undefined;
      const result: EncoderResult | DecoderResult = applied.transform.push(
        joinOutput(output),
        isLast,
        budget,
      );
      if (result.kind === 'unchanged') {
        this.#applied = this.#applied.filter((other) => other !== applied);
        this.#reservedBits &= ~applied.bits;
        continue;
      }
      if (result.kind === 'lent') {
        if (this.#applied.length === 1) return result;
        output = copyBytes(result.bytes);
      } else {
        // The fault of a later transform is in bytes before the fault of an earlier one.
        if (result.kind !== 'bytes') fault = result;
        output = result.bytes ?? new Uint8Array(0);
      }
      if (fault !== undefined && output.length === 0) break;
    }
    return fault === undefined ? { kind: 'bytes', bytes: output } : { ...fault, bytes: output };
  }
}

/** @returns All bytes of the output in one array. */
export function joinOutput(output: TransformOutput): Uint8Array {
  if (output instanceof Uint8Array) return output;
  const joined = new Uint8Array(output.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of output) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
