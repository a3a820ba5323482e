/**
 * A server inside an engine that has only ECMAScript. Plain data crosses the border.
 *
 * @module
 */

// #region doc
import { ServerConnection } from 'sansocket';

/** An event of the pipe; the bytes of a chunk as numbers. */
export type Input = { chunk: number[] } | 'end' | 'lost' | 'time';

/** The actions for the host, in this order. */
export interface Todo {
  readonly lines: string[];
  readonly write: number[];
  readonly end: boolean;
  readonly abort: boolean;
  readonly wakeAt: number | undefined;
}

const connection = new ServerConnection({}, 0);

/** The host calls it with each input, and with the bytes that have left since the last one. */
export function turn(input: Input, sent: number, now: number): Todo {
  connection.outputSent(sent, now);
  if (input === 'end') connection.receiveEnd(now);
  else if (input === 'lost') connection.receiveError('lost', now);
  else if (input === 'time') connection.handleTimeout(now);
  else connection.receive(Uint8Array.from(input.chunk), now);

  const lines: string[] = [];
  for (let event; (event = connection.nextEvent()) !== undefined; ) {
    if (event.type === 'handshake-request') connection.accept({}, now);
    if (event.type === 'message') connection.send(event.data);
    lines.push(event.type);
  }

  const [write, asked]: [number[], string[]] = [[], []];
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') write.push(...output.bytes);
    else asked.push(output.type);
  }
  const [end, abort] = [asked.includes('end'), asked.includes('abort')];
  return { lines, write, end, abort, wakeAt: connection.nextTimeout()?.at };
}
// #endregion doc
