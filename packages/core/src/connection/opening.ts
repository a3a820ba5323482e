/**
 * The steps that the opening handshake of either role reports to the connection (RFC 6455 §4).
 *
 * @module
 */

import type { NegotiatedExtension } from '../extensions/index.ts';
import type { Answers, Violation } from '../violations/index.ts';
import type {
  EndedBy,
  HandshakeRejectedEvent,
  HandshakeRequestEvent,
  OpenEvent,
  ViolationEvent,
} from './events.ts';
import type { VersionFrames } from './version-frames.ts';
import { violationEvent } from './violation-event.ts';

export type OpeningStep =
  /** Server: a request that the application has to answer. */
  | { readonly kind: 'request'; readonly event: HandshakeRequestEvent; readonly bytes?: undefined }
  | {
      readonly kind: 'established';
      readonly event: OpenEvent;
      readonly extensions: readonly NegotiatedExtension[];
      /** Server: the head of the response, unless it is queued already. */
      readonly bytes?: Uint8Array | undefined;
      /** The number of bytes of the heads before the frames. */
      readonly offset: number;
      /** The bytes after the head. */
      readonly rest: Uint8Array;
      /** The version; absent for RFC 6455. */
      readonly version?: VersionFrames | undefined;
      /** Whether the transport is a stream of HTTP/2 or HTTP/3. */
      readonly isStream?: boolean;
    }
  | {
      /** The handshake has another step: another opening receives the bytes after the head. */
      readonly kind: 'continued';
      readonly event?: undefined;
      readonly opening: Opening;
      readonly rest: Uint8Array;
      /** Server: the head of the response that accepts. */
      readonly bytes?: Uint8Array;
    }
  | {
      /** Only the end of the response is missing, and may never come: the most milliseconds to wait for it. */
      readonly kind: 'hastened';
      readonly withinMs: number;
      readonly event?: undefined;
      readonly bytes?: undefined;
    }
  | {
      /** There will be no connection: the peer broke a rule, the server or application refused, or a function threw. */
      readonly kind: 'over';
      readonly endedBy: EndedBy;
      readonly event?: ViolationEvent | HandshakeRejectedEvent;
      /** Server: the response that refuses. */
      readonly bytes?: Uint8Array | undefined;
      /** The error that was thrown. */
      readonly cause?: unknown;
    };

/** Subprotocol and extensions that both ends agreed on, for the whole connection. */
export interface Agreement {
  readonly subprotocol: string | undefined;
  readonly extensions: readonly NegotiatedExtension[];
  /** The extensions as a Sec-WebSocket-Extensions field. */
  readonly field: string;
}

export type Established = OpeningStep & { readonly kind: 'established' };

/** The step for a rule that the peer broke, with the response of a server. */
export function brokenOff(
  violation: Violation<string>,
  answers: Answers,
  bytes?: Uint8Array,
): OpeningStep {
  const event = violationEvent(violation, answers);
  const step = { kind: 'over', endedBy: 'violation', event } as const;
  return bytes === undefined ? step : { ...step, bytes };
}

/** The opening handshake of one role, or a further step of a version's handshake. */
export interface Opening {
  /** Whether input is wanted: not while the application decides. */
  readonly wantsInput: boolean;
  /** Receives a chunk. */
  receive(chunk: Uint8Array): OpeningStep | undefined;
  /** @returns The end, if too many bytes were received while the application has the request and has not answered. */
  overflow(): OpeningStep | undefined;
  /** The peer has ended its half of the transport. */
  end(): OpeningStep | undefined;
  /**
   * @param status - The HTTP status. Default: the status for a timeout.
   * @returns The response of a server that gives up; `undefined` for a client.
   */
  giveUp(status?: number): Uint8Array | undefined;
}
