/**
 * Tells the frames that are sent, with the option `frames`: reads the headers of each draft of the output.
 *
 * The headers are read back from the bytes, so the writers of frames do no work for it.
 *
 * @module
 */

import { HeaderDecoder, RESERVED_BITS } from '../framing/index.ts';
import type { FrameEvent } from './events.ts';

/** Reads the frames of one end, draft by draft. */
export class SentFrames {
  readonly #header = new HeaderDecoder({
    reservedBits: RESERVED_BITS,
    // A message that was begun before a snapshot ends after it.
    tolerate: ['continuation-without-message', 'message-interleaved'],
  });

  /**
   * @param draft - The bytes of whole frames; no header is cut.
   * @param offset - Position of the first of them among all bytes sent.
   */
  read(draft: readonly Uint8Array[], offset: number): FrameEvent[] {
    const events: FrameEvent[] = [];
    let base = offset;
    let next = offset;
    for (const piece of draft) {
      while (next < base + piece.length) {
        const start = this.#header.readQuickly(piece, next - base);
        this.#header.accept(piece, start);
        const { header } = this.#header;
        const length = start - (next - base) + header.payloadLength;
        events.push({ type: 'frame', direction: 'sent', header, offset: next, length });
        next += length;
      }
      base += piece.length;
    }
    return events;
  }
}
