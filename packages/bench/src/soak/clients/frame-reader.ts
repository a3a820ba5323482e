/**
 * Reads the frames of a server (RFC 6455 §5.2), by the letter and without haste.
 *
 * @module
 */

/** A frame that has come whole. */
export interface ReadFrame {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** Takes chunks, gives frames. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** The bytes needed for the next frame, as far as they are known. */
  #needed = 2;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /**
   * @returns The next frame; `undefined` when it has not come yet.
   * @throws Error when the server has broken a rule.
   */
  next(): ReadFrame | undefined {
    if (this.#bytes < this.#needed) return undefined;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    const [first = 0, second = 0] = bytes;
    if ((first & 0x30) !== 0) throw new Error('The server has set a reserved bit');
    if (second > 127) throw new Error('The server has masked a frame');
    const head = second < 126 ? 2 : second === 126 ? 4 : 10;
    this.#needed = head;
    if (bytes.length < head) return undefined;
    const length = lengthIn(bytes, second);
    this.#needed = head + length;
    if (bytes.length < this.#needed) return undefined;
    const rest = bytes.subarray(head + length);
    this.#chunks = [rest];
    this.#bytes = rest.length;
    this.#needed = 2;
    const payload = bytes.subarray(head, head + length);
    return { fin: first > 127, rsv1: (first & 0x40) !== 0, opcode: first & 15, payload };
  }
}

function lengthIn(bytes: Buffer, second: number): number {
  if (second < 126) return second;
  const length = second === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length < (second === 126 ? 126 : 0x1_0000)) throw new Error('A length is not minimal');
  return length;
}
