/**
 * A connection that is fed chunks at time 0, everything it gives taken after each of them.
 *
 * @module
 */

import type { ClientOptions, Connection, ConnectionEvent, ServerOptions } from 'sansocket';
import { Recorder, type Recording } from './recorder.ts';
import type { Subject } from './subject.ts';

export interface FeedOptions {
  readonly connection?: ClientOptions & ServerOptions;
  /** What the application does. Default: it accepts every request and is silent. */
  readonly application?: (connection: Connection, event: ConnectionEvent) => void;
}

/** Feeds copies of the chunks, and the end of the stream after them. */
export function feed(
  subject: Subject,
  chunks: readonly Uint8Array[],
  { connection: options, application }: FeedOptions = {},
): Recording {
  const connection = subject.connect(options);
  const recorder = new Recorder(
    connection,
    application && ((event) => application(connection, event)),
  );
  for (const chunk of chunks) {
    connection.receive(chunk.slice(), 0);
    recorder.takeAll();
  }
  connection.receiveEnd(0);
  recorder.takeAll();
  return recorder.recording;
}
