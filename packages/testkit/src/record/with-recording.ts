/**
 * Runs a scenario, and prints a log of every connection in it when it fails.
 *
 * Nothing is recorded while it passes: a scenario is deterministic, so a failing scenario is run again and then
 * recorded.
 *
 * @module
 */

import fc from 'fast-check';
import type { ClientConnection, ClientOptions, ServerConnection, ServerOptions } from 'sansocket';
import { briefLog } from './brief-log.ts';
import { type ConnectionFactory, plainFactory } from './connection-factory.ts';
import { formatLog } from './log.ts';
import { Recorder } from './recorder.ts';

/** Records each connection that it makes. */
export class RecordingFactory implements ConnectionFactory {
  /** One for each connection, in the order in which they were made. */
  readonly recorders: Recorder[] = [];

  /** A recorded server. */
  server(options: ServerOptions, now: number): ServerConnection {
    return this.#recorder().server(options, now);
  }

  /** A recorded client. */
  client(url: string, options: ClientOptions, now: number): ClientConnection {
    return this.#recorder().client(url, options, now);
  }

  /** The logs as text for reading, one after the other. */
  format(): string {
    return this.recorders.map(({ log }) => formatLog(briefLog(log))).join('\n');
  }

  #recorder(): Recorder {
    const recorder = new Recorder();
    this.recorders.push(recorder);
    return recorder;
  }
}

/**
 * Runs a scenario whose connections come from the factory passed to it: the body of a property.
 *
 * @param scenario - Deterministic: entropy comes from a seed.
 * @returns The result of the scenario.
 * @throws The error of the scenario, its message followed by the logs; `fc.pre` passes. Error when it fails the first
 *   time and not the second.
 */
export function withRecording<T>(scenario: (factory: ConnectionFactory) => T): T {
  try {
    return scenario(plainFactory);
  } catch (error) {
    if (fc.PreconditionFailure.isFailure(error)) throw error;
    throw recordedError(scenario, error);
  }
}

function recordedError(scenario: (factory: ConnectionFactory) => unknown, cause: unknown): Error {
  const factory = new RecordingFactory();
  try {
    scenario(factory);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return new Error(`${message}\n\n${factory.format()}`, { cause: error });
  }
  return new Error('Scenario failed once and not twice: it is not deterministic', { cause });
}
