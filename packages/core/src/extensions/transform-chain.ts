/**
 * The extensions of one direction, one after the other (RFC 6455 §9.1): a message that is sent
 * passes them in the order of the answer, a message that is received in reverse.
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

/** A transform that applies to a message, and the reserved bits that say so. */
interface AppliedTransform {
  readonly transform: MessageDecoder | MessageEncoder;
  readonly bits: number;
}

/** Transforms that work as one: each gets what the one before it made. */
export class TransformChain {
  readonly #transforms: readonly AppliedTransform[];
  /** Those that apply to the message that was begun last, in the order of processing. */
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
   * The reserved bits of the transforms that apply, as in byte 0: for an encoder those to set on the
   * first frame, once the first piece has passed through.
   */
  get reservedBits(): number {
    return this.#reservedBits;
  }

  /**
   * A message begins.
   *
   * @returns The reserved bits of the transforms that apply, as in byte 0: for a decoder those
   *   accounted for, and any other bit of the frame is a violation; for an encoder all that may come to
   *   be set.
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
   * The message that was begun last is not sent, though encoders have seen it.
   *
   * @returns Whether they can go on as if they had not.
   */
  takeBack(): boolean {
    return this.#applied.every(({ transform }) => {
      const encoder: MessageEncoder = transform as MessageEncoder;
      encoder.takeBack?.();
      return encoder.takeBack !== undefined;
    });
  }

  /**
   * Passes the next piece of the message through; when no transform applies, the same bytes come
   * back.
   *
   * @param fin - Whether this is the last piece of the message.
   * @param budget - The most bytes that may come out, of each transform alone as well.
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
        // What a later one finds at fault came before what an earlier one did.
        if (result.kind !== 'bytes') fault = result;
        output = result.bytes ?? new Uint8Array(0);
      }
      if (fault !== undefined && output.length === 0) break;
    }
    return fault === undefined ? { kind: 'bytes', bytes: output } : { ...fault, bytes: output };
  }
}

/** All of the output in one array. */
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
