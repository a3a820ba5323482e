/**
 * A conversation with a server that is expected to echo: it gets some messages and should send the same back. Other
 * messages of the server are echoed.
 *
 * @module
 */

import type { OnEvent, Socket } from 'sansocket/driving';

type Data = string | Uint8Array;

/** After this many milliseconds without a message the conversation ends. */
const SILENCE_MS = 5000;
/** More than these are not echoed: a server that answers an echo with another message would never end. */
const MAX_ECHOES = 100;

const texts: readonly Data[] = ['Hello, wörld', 'x'.repeat(70_000)];
const bytes: Data = Uint8Array.from({ length: 300 }, (_, i) => i);

/** The messages of the conversation, and the result. */
export class EchoConversation {
  readonly #print: (line: string) => void;
  /** Messages that have not come back; the first of them is on its way. */
  #waiting: Data[] = [];
  #echoes = 0;
  #timer: NodeJS.Timeout | undefined;
  #socket: Socket | undefined;
  #isOver = false;

  /** @param print - Takes one line. */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Whether it has begun. */
  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  /** Whether everything has come back. */
  get succeeded(): boolean {
    return this.isOpen && this.#waiting.length === 0;
  }

  readonly onEvent: OnEvent = (event, socket) => {
    switch (event.type) {
      case 'open':
        this.#begin(socket);
        break;
      case 'message':
        this.#receive(event.data, socket);
        break;
      case 'close-received':
        if (!this.#isOver)
          this.#print(`the server closes: ${event.code} ${event.reason}`.trimEnd());
        break;
      case 'close':
        this.#stop();
        if (this.isOpen) {
          this.#print(`closed with ${event.code}, ${event.wasClean ? 'clean' : 'not clean'}`);
        }
        break;
      default:
    }
  };

  /** Closes the connection. */
  end(): void {
    this.#stop();
    const { version } = this.#socket?.connection ?? {};
    // The oldest versions have names, and no close codes.
    void this.#socket?.close(typeof version === 'string' ? undefined : 1000);
  }

  #begin(socket: Socket): void {
    const { version } = socket.connection;
    this.#socket = socket;
    // The oldest versions have no bytes.
    this.#waiting = typeof version === 'string' ? [...texts] : [...texts, bytes];
    this.#print(`open, version ${version}`);
    this.#sendNext(socket);
  }

  #sendNext(socket: Socket): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fallSilent(), SILENCE_MS);
    const [next] = this.#waiting;
    if (next === undefined) this.end();
    else socket.send(next);
  }

  #receive(data: Data, socket: Socket): void {
    if (this.#isOver) return;
    const [sent] = this.#waiting;
    if (sent !== undefined && isSame(sent, data)) {
      this.#print(`${named(data)} came back`);
      this.#waiting.shift();
      this.#sendNext(socket);
    } else if (this.#echoes < MAX_ECHOES) {
      this.#echoes++;
      this.#print(`${named(data)} came, and is echoed`);
      socket.send(data);
      this.#timer?.refresh();
    } else {
      this.#print(`${named(data)} came, and is not echoed: ${MAX_ECHOES} were`);
      this.end();
    }
  }

  #fallSilent(): void {
    const [first] = this.#waiting;
    if (first !== undefined) {
      this.#print(`${named(first)} did not come back: no message for ${SILENCE_MS} ms`);
    }
    this.end();
  }

  #stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}

function named(data: Data): string {
  if (typeof data !== 'string') return `binary of ${data.length} bytes`;
  return `text of ${new TextEncoder().encode(data).length} bytes`;
}

function isSame(one: Data, other: Data): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
