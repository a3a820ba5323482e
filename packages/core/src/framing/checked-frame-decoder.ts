/**
 * The door to the decoder of frames: options are checked there.
 *
 * @module
 */

import { assertBytes } from '../bytes/index.ts';
import { aBoolean, aFunction, type Checks, checkOptions } from '../options/index.ts';
import { type FrameDecoderOptions, UncheckedFrameDecoder } from './frame-decoder.ts';
import { headerChecks } from './header-rules.ts';

export const frameDecoderChecks: Checks<FrameDecoderOptions> = {
  ...headerChecks,
  rules: aFunction,
  inPlace: aBoolean,
  masker: aFunction,
  allocate: aFunction,
};

/** Decodes one direction of a connection: `push` a chunk, then `next` until it says `need-input`. */
export class FrameDecoder extends UncheckedFrameDecoder {
  /** @throws TypeError or RangeError when an option cannot be used. */
  constructor(options: FrameDecoderOptions = {}) {
    checkOptions(options, frameDecoderChecks);
    super(options);
  }

  /**
   * Takes the next chunk of the stream.
   *
   * @param chunk - Borrowed until `need-input`; changed only with the option `inPlace`.
   * @throws StateError while a chunk is not used up; TypeError when it is not a Uint8Array.
   */
  override push(chunk: Uint8Array): void {
    assertBytes(chunk, 'chunk');
    super.push(chunk);
  }
}
