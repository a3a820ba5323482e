/**
 * Messages to frames of Hixie (hybi-00 §4.2), which carry text only.
 *
 * @module
 */

import { encodeUtf8, Utf8Validator } from 'sansocket/bytes';
import type { MessageSender, SendOptions } from 'sansocket/connection';
import { type FrameTarget, Opcode } from 'sansocket/framing';
import { UnsupportedError } from './unsupported-error.ts';

const TEXT = 0x00;
const TERMINATOR = 0xff;

/** Sends whole texts, and FF 00 in place of the Close frame of RFC 6455. */
export class HixieSender implements MessageSender {
  readonly #version: 'hixie-75' | 'hixie-76';
  readonly #output: FrameTarget;
  readonly #maxFragmentBytes: number;

  constructor(version: 'hixie-75' | 'hixie-76', output: FrameTarget, maxFragmentBytes: number) {
    this.#version = version;
    this.#output = output;
    this.#maxFragmentBytes = maxFragmentBytes;
  }

  /**
   * @throws UnsupportedError for anything but a whole text of at most `maxFragmentBytes`; RangeError if bytes
   *   sent as text are not UTF-8.
   */
  message(data: string | Uint8Array, { fin = true, kind }: SendOptions): void {
    const isText = (kind ?? (typeof data === 'string' ? 'text' : 'binary')) === 'text';
    if (!isText) throw new UnsupportedError(this.#version, 'binary messages');
    if (!fin) throw new UnsupportedError(this.#version, 'messages in parts');
    const text = typeof data === 'string' ? encodeUtf8(data) : checkedText(data);
    if (text.length > this.#maxFragmentBytes)
      throw new UnsupportedError(this.#version, 'fragments');
    const position = this.#output.reserve(text.length + 2);
    this.#output.bytes[position] = TEXT;
    this.#output.bytes.set(text, position + 1);
    this.#output.bytes[position + 1 + text.length] = TERMINATOR;
  }

  /** @throws UnsupportedError for all opcodes except that of a Close frame. */
  control(opcode: number): void {
    if (opcode !== Opcode.close) {
      throw new UnsupportedError(this.#version, opcode === Opcode.ping ? 'pings' : 'pongs');
    }
    this.#output.append(Uint8Array.of(0xff, 0x00));
  }
}

/** Returns the bytes, or throws RangeError: a text that is not UTF-8 can contain FF, which would end the frame. */
function checkedText(bytes: Uint8Array): Uint8Array {
  const validator = new Utf8Validator();
  const index = validator.push(bytes, 0, bytes.length, 0);
  if (index !== -1) throw new RangeError(`Cannot send text: not UTF-8 at byte ${index}`);
  return bytes;
}
