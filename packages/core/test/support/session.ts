/**
 * A connection under a script: one step is one input, from the transport, the clock or the application.
 *
 * @module
 */

import { type Connection, ServerConnection } from 'sansocket';
import { StateError } from 'sansocket/violations';
import { Recorder } from './recorder.ts';

export type Step = TransportStep | ApplicationStep;

export type TransportStep =
  /** The next bytes of the stream that the session was given, as one chunk. */
  | { readonly type: 'receive'; readonly size: number }
  | { readonly type: 'end' | 'error' }
  /** The transport has sent all that it was given; it has taken all output before. */
  | { readonly type: 'credit' }
  | { readonly type: 'wait'; readonly ms: number };

export type ApplicationStep =
  | { readonly type: 'accept' | 'reject' | 'pong' | 'pause' | 'resume' }
  | { readonly type: 'send'; readonly data: string | Uint8Array; readonly fin: boolean }
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'close' | 'fail'; readonly code: number; readonly reason: string };

export class Session {
  readonly connection: Connection;
  readonly recorder: Recorder;
  /** What was refused to the application, in order. */
  readonly refusals: string[] = [];
  now = 0;
  readonly #stream: Uint8Array;
  #received = 0;
  #credited = 0;

  /** @param stream - What the peer sends. */
  constructor(connection: Connection, stream: Uint8Array) {
    this.connection = connection;
    this.recorder = new Recorder(connection, () => {});
    this.#stream = stream;
  }

  /** Does a step. What is thrown to the application is remembered, what is thrown to the transport is thrown. */
  perform(step: Step): void {
    switch (step.type) {
      case 'receive':
        this.#receive(step.size);
        break;
      case 'end':
        this.connection.receiveEnd(this.now);
        break;
      case 'error':
        this.connection.receiveError(new Error('reset'), this.now);
        break;
      case 'credit':
        this.recorder.takeOutputs();
        this.connection.outputSent(this.recorder.written.length - this.#credited, this.now);
        this.#credited = this.recorder.written.length;
        break;
      case 'wait':
        this.now += step.ms;
        this.connection.handleTimeout(this.now);
        break;
      default:
        this.#ask(() => this.#apply(step));
    }
  }

  #receive(size: number): void {
    const chunk = this.#stream.slice(this.#received, this.#received + size);
    this.#received += chunk.length;
    this.connection.receive(chunk, this.now);
  }

  #apply(step: ApplicationStep): void {
    const { connection, now } = this;
    switch (step.type) {
      case 'accept':
        if (connection instanceof ServerConnection) connection.accept({}, now);
        break;
      case 'reject':
        if (connection instanceof ServerConnection) connection.reject({ status: 403 }, now);
        break;
      case 'send':
        connection.send(step.data, { fin: step.fin });
        break;
      case 'ping':
        connection.ping(step.payload, now);
        break;
      case 'pong':
        connection.pong();
        break;
      case 'close':
        connection.close(step.code, step.reason, now);
        break;
      case 'fail':
        connection.fail(step.code, step.reason, now);
        break;
      case 'pause':
        connection.pauseReceiving();
        break;
      case 'resume':
        connection.resumeReceiving();
        break;
    }
  }

  #ask(call: () => void): void {
    try {
      call();
    } catch (error) {
      const isMisuse =
        error instanceof StateError || error instanceof TypeError || error instanceof RangeError;
      if (!isMisuse) throw error;
      this.refusals.push(String(error));
    }
  }
}
