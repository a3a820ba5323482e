/**
 * permessage-deflate with the zlib of Node (RFC 7692 §7.2), not with ours.
 *
 * @module
 */

import { Buffer } from 'node:buffer';
import type { Transform } from 'node:stream';
import { constants, createDeflateRaw, createInflateRaw, type Zlib } from 'node:zlib';

type Codec = Transform & Zlib;

/** The bytes that RFC 7692 §7.2.1 removes from the end of a message. */
const TAIL = Buffer.of(0, 0, 0xff, 0xff);

/** Both directions of one connection. */
export class Deflate {
  #deflater: Codec = createDeflateRaw();
  #inflater: Codec = createInflateRaw();
  readonly #forgetsOurs: boolean;
  readonly #forgetsTheirs: boolean;

  /** @param agreed - The server's `Sec-WebSocket-Extensions`. */
  constructor(agreed: string) {
    this.#forgetsOurs = agreed.includes('client_no_context_takeover');
    this.#forgetsTheirs = agreed.includes('server_no_context_takeover');
  }

  async compress(message: Uint8Array): Promise<Uint8Array> {
    const bytes = await through(this.#deflater, message);
    if (this.#forgetsOurs) this.#deflater = replaced(this.#deflater, createDeflateRaw());
    return bytes.subarray(0, -TAIL.length);
  }

  async decompress(payload: Uint8Array): Promise<Buffer> {
    const message = await through(this.#inflater, Buffer.concat([payload, TAIL]));
    if (this.#forgetsTheirs) this.#inflater = replaced(this.#inflater, createInflateRaw());
    return message;
  }

  close(): void {
    this.#deflater.close();
    this.#inflater.close();
  }
}

function replaced(old: Codec, by: Codec): Codec {
  old.close();
  return by;
}

function through(codec: Codec, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const collect = (piece: Buffer): void => {
      pieces.push(piece);
    };
    codec.on('data', collect);
    codec.once('error', reject);
    codec.write(bytes);
    codec.flush(constants.Z_SYNC_FLUSH, () => {
      codec.off('data', collect).off('error', reject);
      resolve(Buffer.concat(pieces));
    });
  });
}
