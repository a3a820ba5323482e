/**
 * One end of a connection, driven by hand: bytes go in as arrays or hexadecimal digits, output comes
 * out as lines that can be compared.
 *
 * @module
 */

import type { Connection, ConnectionEvent, Output } from 'sansocket';
import { hex, toHex } from './bytes.ts';

export class End<C extends Connection = Connection> {
  readonly connection: C;
  /** Handed to every input that takes time, in milliseconds. */
  now = 0;
  /** Bytes that came before the first frame: violations count from the first byte of all. */
  base = 0;
  /** Bytes written and not credited yet. */
  #uncredited = 0;

  constructor(connection: C) {
    this.connection = connection;
  }

  receive(bytes: Uint8Array | string): this {
    this.connection.receive(typeof bytes === 'string' ? hex(bytes) : bytes, this.now);
    return this;
  }

  receiveEnd(): this {
    this.connection.receiveEnd(this.now);
    return this;
  }

  /** Lets the time of the next timeout come. */
  timeOut(): this {
    this.now = this.connection.nextTimeout()?.at ?? this.now;
    this.connection.handleTimeout(this.now);
    return this;
  }

  /** Takes every event. */
  events(): ConnectionEvent[] {
    const events: ConnectionEvent[] = [];
    for (let event; (event = this.connection.nextEvent()) !== undefined; ) events.push(event);
    return events;
  }

  /** Takes every event; its types. */
  types(): string[] {
    return this.events().map(({ type }) => type);
  }

  /** Takes every output as it is. */
  outputs(): Output[] {
    const outputs: Output[] = [];
    for (let output; (output = this.connection.nextOutput()) !== undefined; ) outputs.push(output);
    for (const output of outputs) {
      if (output.type === 'write') this.#uncredited += output.bytes.length;
    }
    return outputs;
  }

  /** Takes every output as lines: `88 02 03 e8` for what is written in a row, `end`, `abort: reason`. */
  output(): string[] {
    const lines: string[] = [];
    let written = '';
    for (const output of this.outputs()) {
      if (output.type === 'write') {
        written += `${written === '' ? '' : ' '}${toHex(output.bytes)}`;
        continue;
      }
      if (written !== '') lines.push(written);
      written = '';
      lines.push(output.type === 'end' ? 'end' : `abort: ${output.reason}`);
    }
    return written === '' ? lines : [...lines, written];
  }

  /** Takes every output as text, one character for each byte written. */
  text(): string {
    return this.outputs()
      .map((output) => (output.type === 'write' ? String.fromCharCode(...output.bytes) : ''))
      .join('');
  }

  /** The transport says that all it was given has left. */
  credit(): this {
    this.connection.outputSent(this.#uncredited, this.now);
    this.#uncredited = 0;
    return this;
  }
}
