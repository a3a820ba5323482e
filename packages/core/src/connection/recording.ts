/**
 * Recording of a connection: the option `record`. `Recorder` of `@sansocket/testkit/record` writes the log.
 *
 * @module
 */

import { checkKind, type Kind, member } from '../options/index.ts';
import type { ConnectionOptions, ConnectionRecorder } from './options.ts';

/** The recorder of a connection, and the arguments that the connection was made of. */
export interface Recording {
  readonly recorder: ConnectionRecorder;
  readonly made: Record<string, unknown>;
}

const aRecorder: Kind<ConnectionRecorder> = [
  'a recorder or undefined',
  (value) => ['tap', 'wrap'].every((name) => typeof member(value, name) === 'function'),
];

/**
 * The options of a connection, changed if it is recorded: its entropy is noted, and it shares no memory, since the
 * memory decides where writes are cut.
 */
export function forRecording<O extends ConnectionOptions>(options: O): O {
  const recorder = options.record?.();
  if (recorder === undefined) return options;
  checkKind('The result of record', recorder, aRecorder);
  const fillRandom = recorder.tap(options.fillRandom);
  return { ...options, memory: undefined, fillRandom, record: () => recorder };
}

/** The recording of a connection with options of `forRecording`. */
export function recordingOf(options: ConnectionOptions, now: number): Recording | undefined {
  const recorder = options.record?.();
  if (recorder === undefined) return undefined;
  const { record: _record, memory: _memory, fillRandom: _fillRandom, ...told } = options;
  return { recorder, made: { options: told, now } };
}
