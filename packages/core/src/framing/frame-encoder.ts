/**
 * The public encoder of frames (RFC 6455 §5.2): it refuses frames that must not be sent.
 *
 * @module
 */

import { plainBytes } from '../bytes/index.ts';
import type { FillRandom } from '../masking/index.ts';
import {
  aBoolean,
  aFunction,
  aNumber,
  type Checks,
  checkKind,
  checkOptions,
  type Kind,
} from '../options/index.ts';
import { StateError } from '../violations/index.ts';
import { FIN, type FrameHeader, MAX_CONTROL_PAYLOAD, RSV1, RSV2, RSV3 } from './frame-header.ts';

import { aRole, isDefined } from './header-rules.ts';
import { isControl, Opcode } from './opcode.ts';
import type { Role } from './role.ts';
import { UncheckedFrameEncoder } from './unchecked-frame-encoder.ts';

/** The role of the sender, and the source of its masking keys. */
export interface FrameEncoderOptions {
  /** The role of the sender: a client masks, a server does not. */
  readonly role: Role;
  /** Source of masking keys. Default: the engine's `crypto.getRandomValues`. */
  readonly fillRandom?: FillRandom | undefined;
}

/**
 * The parts of a header that the sender chooses. The header of a received frame may be passed too: its `maskingKey` and
 * `payloadLength` are ignored, since the encoder has its own.
 */
export interface OutgoingHeader {
  readonly opcode: Opcode;
  /** Default: true. */
  readonly fin?: boolean | undefined;
  /** Default: false. Only a negotiated extension may set a reserved bit; the encoder does not check this. */
  readonly rsv1?: boolean | undefined;
  readonly rsv2?: boolean | undefined;
  readonly rsv3?: boolean | undefined;
}

export const frameEncoderChecks: Checks<FrameEncoderOptions> = {
  role: aRole,
  fillRandom: aFunction,
};

export const outgoingHeaderChecks: Checks<OutgoingHeader> = {
  // Whether the opcode is a defined one is checked later.
  opcode: aNumber as Kind<Opcode>,
  fin: aBoolean,
  rsv1: aBoolean,
  rsv2: aBoolean,
  rsv3: aBoolean,
};

// biome-ignore lint/suspicious/noExplicitAny: the value is not used.
const passedOver: Kind<any> = ['anything', () => true]; // eslint-disable-line @typescript-eslint/no-explicit-any

const headerChecks: Checks<OutgoingHeader & Pick<FrameHeader, 'maskingKey' | 'payloadLength'>> = {
  ...outgoingHeaderChecks,
  maskingKey: passedOver,
  payloadLength: passedOver,
};

/** Encodes one direction of a connection: whole frames, or a header and its payload in pieces. */
export class FrameEncoder {
  readonly #encoder: UncheckedFrameEncoder;
  readonly #masks: boolean;
  /** Payload bytes of the frame begun with `begin`: those encoded, and those left. */
  #given = 0;
  #left = 0;

  constructor(options: FrameEncoderOptions) {
    checkOptions(options, frameEncoderChecks);
    checkKind('role', options.role, aRole);
    this.#encoder = new UncheckedFrameEncoder(options.role, options.fillRandom);
    this.#masks = options.role === 'client';
  }

  /**
   * Encodes one whole frame.
   *
   * @param payload - Not changed, not kept. Default: empty.
   * @throws RangeError if RFC 6455 §5.2 or §5.5 forbids the frame; StateError inside a frame begun with `begin`;
   *   TypeError if the header is not valid or the payload is not a Uint8Array.
   */
  frame(header: OutgoingHeader, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
    this.#check(header);
    const bytes = plainBytes(payload, 'payload');
    const frame = new Alone();
    this.#encoder.append(frame, toByte0(header, bytes.length), bytes);
    return frame.bytes;
  }

  /**
   * Begins a frame whose payload follows in pieces.
   *
   * @param payloadLength - In bytes; exactly as many bytes must then be passed to `payload`.
   * @returns The bytes of the header.
   * @throws As `frame` does; RangeError also if the length is not a whole number below 2^53.
   */
  begin(header: OutgoingHeader, payloadLength: number): Uint8Array {
    this.#check(header);
    if (!Number.isSafeInteger(payloadLength) || payloadLength < 0) {
      throw new RangeError(`payloadLength must be 0 to 2^53 - 1, got ${payloadLength}`);
    }
    const frame = new Alone();
    this.#encoder.begin(frame, toByte0(header, payloadLength), payloadLength, 0);
    this.#given = 0;
    this.#left = payloadLength;
    return frame.bytes;
  }

  /**
   * Encodes the next piece of the payload of the frame that was begun.
   *
   * @param piece - Not changed.
   * @returns For a server the same bytes, not copied; for a client a masked copy.
   * @throws RangeError if the piece is longer than the rest of the frame; TypeError if it is not a Uint8Array.
   */
  payload(piece: Uint8Array): Uint8Array {
    const bytes = plainBytes(piece, 'piece');
    if (bytes.length > this.#left) {
      throw new RangeError(`Piece has ${bytes.length} bytes, the frame has ${this.#left} left`);
    }
    const masked = this.#masks ? bytes.slice() : bytes;
    this.#encoder.mask(masked, 0, masked.length, this.#given);
    this.#given += bytes.length;
    this.#left -= bytes.length;
    return masked;
  }

  #check(header: OutgoingHeader): void {
    checkOptions(header, headerChecks, 'header');
    if (this.#left > 0) {
      throw new StateError(`Cannot begin a frame: the last one has ${this.#left} bytes left`);
    }
  }
}

/** A target for exactly one frame or header: an array of its length. */
class Alone {
  bytes = new Uint8Array(0);

  reserve(count: number): number {
    this.bytes = new Uint8Array(count);
    return 0;
  }
}

function toByte0(header: OutgoingHeader, payloadLength: number): number {
  const { opcode, fin = true } = header;
  if (!isDefined(opcode))
    throw new RangeError(`Opcode ${String(opcode)} is reserved (RFC 6455 §5.2)`);
  if (isControl(opcode)) {
    if (!fin) throw new RangeError('A control frame is never fragmented (RFC 6455 §5.5)');
    if (payloadLength > MAX_CONTROL_PAYLOAD) {
      throw new RangeError(
        `Control frame has a payload of ${payloadLength} bytes, more than ${MAX_CONTROL_PAYLOAD} (RFC 6455 §5.5)`,
      );
    }
    if (opcode === Opcode.close && payloadLength === 1) {
      throw new RangeError('Close frame has a payload of 1 byte (RFC 6455 §5.5.1)');
    }
  }
  return (
    (fin ? FIN : 0) |
    (header.rsv1 ? RSV1 : 0) |
    (header.rsv2 ? RSV2 : 0) |
    (header.rsv3 ? RSV3 : 0) |
    opcode
  );
}
