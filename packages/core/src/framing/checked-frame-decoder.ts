/**
 * The public decoder of frames: it checks its options and arguments.
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
  afterViolation: "'stop' or 'continue'",
  masker: aFunction,
  allocate: aFunction,
};

/** Decodes one direction of a connection: `push` a chunk, then call `next` until it returns `need-input`. */
export class FrameDecoder extends UncheckedFrameDecoder {
  /** @throws TypeError or RangeError if an option is not valid. */
  constructor(options: FrameDecoderOptions = {}) {
    checkOptions(options, frameDecoderChecks);
    super(options);
  }

  /**
   * Adds the next chunk of the stream.
   *
   * @param chunk - Used until `next` returns `need-input`; changed only with the option `inPlace`.
   * @throws StateError if bytes of the last chunk are not decoded yet; TypeError if `chunk` is not a Uint8Array.
   */
  override push(chunk: Uint8Array): void {
    assertBytes(chunk, 'chunk');
    super.push(chunk);
  }
}
