/**
 * A pair of streams in memory that behaves as TCP does: what is written waits until the other end reads
 * it, each half is closed by itself, and a reset drops everything.
 *
 * @module
 */

/** Gets what comes in. */
export interface Listener {
  readonly chunk: (bytes: Uint8Array) => void;
  readonly end: () => void;
  readonly reset: (cause: Error) => void;
}

type Item = 'end' | { readonly bytes: Uint8Array; readonly sent: () => void };

/** What a reader gets before others have their turn, in bytes. */
const PORTION = 65_536;

export class MemoryStream {
  readonly #items: Item[] = [];
  readonly #closing: (() => void)[] = [];
  #peer: MemoryStream | undefined;
  #listener: Listener | undefined;
  #isReading = true;
  #isAwaited = false;
  /** Halves that are open: ours to write, theirs to read. */
  #openHalves = 2;

  /** Two ends. */
  static pair(): [MemoryStream, MemoryStream] {
    const [one, other] = [new MemoryStream(), new MemoryStream()];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  listen(listener: Listener): void {
    this.#listener = listener;
  }

  /** @param sent - Called when the other end has read the bytes. */
  write(bytes: Uint8Array, sent: () => void = () => undefined): void {
    if (this.#openHalves > 0) this.#items.push({ bytes: bytes.slice(), sent });
    this.#pumpSoon();
  }

  end(): void {
    this.#items.push('end');
    this.#pumpSoon();
  }

  /** The same, in front of what waits. */
  cutOff(): void {
    this.#items.length = 0;
    this.end();
  }

  /** Drops everything; the other end is told. */
  reset(): void {
    if (this.#openHalves === 0) return;
    this.#close();
    this.#peer!.#hearReset();
  }

  /** The same, by somebody else: this end is told as well. */
  drop(): void {
    if (this.#openHalves === 0) return;
    this.reset();
    setImmediate(() => this.#listener?.reset(new Error('dropped')));
  }

  read(wanted: boolean): void {
    this.#isReading = wanted;
    this.#peer!.#pumpSoon();
  }

  async closed(): Promise<void> {
    if (this.#openHalves > 0) await new Promise<void>((resolve) => this.#closing.push(resolve));
  }

  #hearReset(): void {
    if (this.#openHalves === 0) return;
    this.#close();
    setImmediate(() => this.#listener?.reset(new Error('reset by the peer')));
  }

  #pumpSoon(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    setImmediate(() => {
      this.#isAwaited = false;
      this.#pump();
    });
  }

  /** A portion at a time, so that the reader can pause behind each. */
  #pump(): void {
    const peer = this.#peer!;
    for (let bytes = 0; this.#items.length > 0 && peer.#listener !== undefined; ) {
      if (!peer.#isReading) return;
      if (bytes >= PORTION) {
        this.#pumpSoon();
        return;
      }
      const item = this.#items.shift()!;
      if (item === 'end') {
        this.#closeHalf();
        peer.#closeHalf();
        peer.#listener.end();
      } else {
        bytes += item.bytes.length;
        item.sent();
        peer.#listener.chunk(item.bytes);
      }
    }
  }

  #closeHalf(): void {
    if (this.#openHalves > 0 && --this.#openHalves === 0) this.#close();
  }

  #close(): void {
    this.#items.length = 0;
    this.#openHalves = 0;
    for (const resolve of this.#closing.splice(0)) resolve();
  }
}
