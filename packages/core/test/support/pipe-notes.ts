/**
 * A pipe that writes down what it is told.
 *
 * @module
 */

import type { Pipe } from 'sansocket/driving';
import { concat, toHex } from './bytes.ts';

export class PipeNotes implements Pipe {
  /** `88 02 03 e8` for one write, `end`, `abort: reason`. */
  readonly lines: string[] = [];
  reading: boolean | undefined;

  write(pieces: readonly Uint8Array[]): void {
    this.lines.push(toHex(concat(...pieces)));
  }

  end(): void {
    this.lines.push('end');
  }

  abort(reason: string): void {
    this.lines.push(`abort: ${reason}`);
  }

  read(wanted: boolean): void {
    this.reading = wanted;
  }
}
