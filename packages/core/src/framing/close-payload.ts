/**
 * The payload of a Close frame (RFC 6455 §5.5.1): empty, or a close code and a reason.
 *
 *     +------------------+----------------------------+
 *     | close code       | reason                     |
 *     | 2 bytes          | UTF-8, 0 to 123 bytes      |
 *     +------------------+----------------------------+
 *
 * @module
 */

import { decodeUtf8, encodeUtf8, Utf8Validator } from '../bytes/index.ts';
import { aString, checkKind } from '../options/index.ts';
import type { ViolationId } from '../violations/index.ts';
import { beginsCloseCode, CloseCode, isCloseCode } from './close-code.ts';
import { MAX_CONTROL_PAYLOAD } from './frame-header.ts';

/** The longest reason, in bytes of UTF-8. */
export const MAX_REASON_LENGTH: number = MAX_CONTROL_PAYLOAD - 2;

/** The content of a Close frame. `code` is 1005 if the payload is empty (§7.1.5). */
export interface ClosePayload {
  readonly code: number;
  readonly reason: string;
}

/**
 * @param code - `undefined` for an empty payload.
 * @returns The payload: 0 or 2 to 125 bytes.
 * @throws RangeError if the code has more than 16 bits or the reason more than 123 bytes of UTF-8; TypeError for a
 *   reason without a code.
 */
export function serializeClosePayload(code: number | undefined, reason = ''): Uint8Array {
  checkKind('reason', reason, aString);
  if (code === undefined) {
    if (reason !== '') throw new TypeError('A close reason needs a close code (RFC 6455 §5.5.1)');
    return new Uint8Array(0);
  }
  checkKind('code', code, 'a whole number from 0 to 65535');
  const text = encodeUtf8(reason);
  if (text.length > MAX_REASON_LENGTH) {
    throw new RangeError(
      `Close reason has ${text.length} bytes, more than ${MAX_REASON_LENGTH} (RFC 6455 §5.5.1)`,
    );
  }
  const payload = new Uint8Array(2 + text.length);
  payload[0] = code >>> 8;
  payload[1] = code;
  payload.set(text, 2);
  return payload;
}

/** Decodes the payload of one Close frame piece by piece and fails at the first invalid byte. */
export class ClosePayloadDecoder {
  readonly #isCloseCode: (code: number) => boolean;
  readonly #bytes = new Uint8Array(MAX_CONTROL_PAYLOAD);
  readonly #reason = new Utf8Validator();
  #length = 0;

  /** @param isCode - Whether a code may stand in a Close frame. Default: as RFC 6455 §7.4 says. */
  constructor(isCode: (code: number) => boolean = isCloseCode) {
    this.#isCloseCode = isCode;
  }

  /**
   * @param left - Bytes of the payload that follow this piece.
   * @returns The broken rule and the index of the byte in `piece`; `undefined` if no rule is broken.
   */
  push(piece: Uint8Array, left: number): { rule: ViolationId; index: number } | undefined {
    const before = this.#length;
    this.#bytes.set(piece, before);
    this.#length += piece.length;
    for (let at = before; at < Math.min(2, this.#length); at++) {
      const valid = at === 0 ? beginsCloseCode(this.#bytes[0]!) : this.#isCloseCode(this.#code);
      if (!valid) return { rule: 'close-code-invalid', index: at - before };
    }
    const start = Math.min(Math.max(2 - before, 0), piece.length);
    const offence = this.#reason.push(piece, start, piece.length, left);
    return offence === -1 ? undefined : { rule: 'close-reason-not-utf8', index: offence };
  }

  /** @returns The content of the whole payload; call it after the last piece. */
  end(): ClosePayload {
    if (this.#length === 0) return { code: CloseCode.noStatusReceived, reason: '' };
    return { code: this.#code, reason: decodeUtf8(this.#bytes, 2, this.#length) };
  }

  get #code(): number {
    return (this.#bytes[0]! << 8) | this.#bytes[1]!;
  }
}

/**
 * Cuts a text so that it fits into a Close frame: 123 bytes of UTF-8 (RFC 6455 §5.5.1).
 *
 * @returns The text, or its start up to a whole character.
 */
export function fitCloseReason(text: string): string {
  let bytes = 0;
  let fit = '';
  for (const character of text) {
    bytes += encodeUtf8(character).length;
    if (bytes > MAX_REASON_LENGTH) break;
    fit += character;
  }
  return fit;
}
