/**
 * Recording of a connection: the option `record`. `Recorder` of `@sansocket/testkit/record` writes the log.
 *
 * @module
 */

import type { FillRandom } from '../masking/index.ts';
import type { ConnectionOptions } from './options.ts';

/** Records one connection. */
export interface ConnectionRecorder {
  /** A source of entropy that notes the bytes that it gives. @param fillRandom - Default: the engine's. */
  tap(fillRandom?: FillRandom): FillRandom;
  /** @returns The connection, with every call noted. @param made - The arguments that it was made of. */
  wrap<C extends object>(connection: C, made: Readonly<Record<string, unknown>>): C;
}

/** The recorder of a connection, and the arguments that the connection was made of. */
export interface Recording {
  readonly recorder: ConnectionRecorder;
  readonly made: Record<string, unknown>;
}

/**
 * The options of a connection, changed if it is recorded: its entropy is noted, and it shares no memory, since the
 * memory decides where writes are cut.
 */
export function forRecording<O extends ConnectionOptions>(options: O): O {
  const recorder = options.record?.();
  if (recorder === undefined) return options;
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
