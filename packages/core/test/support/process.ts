/**
 * Many sockets on one runtime, whose clock goes on with each event.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from 'sansocket';
import { type Inputs, Schedule, Socket } from 'sansocket/driving';
import { concat, hex } from './bytes.ts';
import { ManualRuntime } from './manual-runtime.ts';
import { maskFrames } from './masked-frames.ts';
import { PipeNotes } from './pipe-notes.ts';
import { openServer } from './roles.ts';

/** How many events come between two looks at the clock, where they are short. */
export const LOOK_EVENTS = 16;

/** A runtime, and what its sockets tell. */
export class Process {
  readonly runtime = new ManualRuntime();
  readonly schedule = new Schedule(this.runtime);
  /** `a message`: the socket and the event. */
  readonly delivered: string[] = [];
  /** What each event takes, in milliseconds. */
  cost = 0;

  open(name: string, connection: Connection = openServer().connection) {
    const pipe = new PipeNotes();
    let inputs: Inputs | undefined;
    const listen = (event: ConnectionEvent): void => {
      this.runtime.time += this.cost;
      this.delivered.push(`${name} ${event.type}`);
    };
    const take = (given: Inputs): PipeNotes => {
      inputs = given;
      return pipe;
    };
    const socket = new Socket(connection, undefined, take, listen, this.schedule);
    this.runtime.run();
    this.newRound();
    return { socket, connection, pipe, inputs: inputs! };
  }

  newRound(): void {
    this.schedule.rounds.isOver();
    this.runtime.time += 10;
    this.runtime.read();
  }

  /** Lets sockets be read until nothing waits for that. */
  readAll(): void {
    while (this.runtime.behindReading.length > 0) this.runtime.read();
  }
}

/** Messages of one letter, as a server gets them. */
export function messages(count: number): Uint8Array {
  return maskFrames(concat(...Array.from({ length: count }, () => hex('81 01 61'))));
}
