/**
 * What the opening handshake of either role tells the connection (RFC 6455 §4).
 *
 * @module
 */

import type { NegotiatedExtension } from '../extensions/index.ts';
import type { Answers, LegacyViolation, Violation } from '../violations/index.ts';
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
  /** Server: the application has to decide. */
  | { readonly kind: 'request'; readonly event: HandshakeRequestEvent; readonly bytes?: undefined }
  | {
      readonly kind: 'established';
      readonly event: OpenEvent;
      readonly extensions: readonly NegotiatedExtension[];
      /** Server: the head that says so, unless it is written. */
      readonly bytes?: Uint8Array | undefined;
      /** Bytes of heads that came before the frames. */
      readonly offset: number;
      /** What came behind the head. */
      readonly rest: Uint8Array;
      /** There unless it is RFC 6455. */
      readonly version?: VersionFrames | undefined;
    }
  | {
      /** Something else has to come first: another opening goes on with what came behind the head. */
      readonly kind: 'continued';
      readonly event?: undefined;
      readonly opening: Opening;
      readonly rest: Uint8Array;
      /** Server: the head that says yes. */
      readonly bytes?: Uint8Array;
    }
  | {
      /** All but the end of it is there, which may never come: it has so many milliseconds at most. */
      readonly kind: 'hastened';
      readonly withinMs: number;
      readonly event?: undefined;
      readonly bytes?: undefined;
    }
  | {
      /** There will be no connection: the peer broke a rule, the server or its application said no, or threw. */
      readonly kind: 'over';
      readonly endedBy: EndedBy;
      readonly event?: ViolationEvent | HandshakeRejectedEvent;
      /** Server: the response that says so. */
      readonly bytes?: Uint8Array | undefined;
      /** What was thrown. */
      readonly cause?: unknown;
    };

/** What both ends agreed on, for as long as the connection lasts. */
export interface Agreement {
  readonly subprotocol: string | undefined;
  readonly extensions: readonly NegotiatedExtension[];
  /** The extensions as the field of the response names them. */
  readonly field: string;
}

export type Established = OpeningStep & { readonly kind: 'established' };

/** The rule that the peer broke, and what a server answers. */
export function brokenOff(
  violation: Violation | LegacyViolation,
  answers: Answers,
  bytes?: Uint8Array,
): OpeningStep {
  const event = violationEvent(violation, answers);
  const step = { kind: 'over', endedBy: 'violation', event } as const;
  return bytes === undefined ? step : { ...step, bytes };
}

/** The opening handshake of one role, or what a version has behind it. */
export interface Opening {
  /** Whether bytes are of use: not while the application decides. */
  readonly wantsInput: boolean;
  /** Takes a chunk. */
  receive(chunk: Uint8Array): OpeningStep | undefined;
  /** @returns What has come too early for too long: the application has seen the request and has not answered. */
  overflow(): OpeningStep | undefined;
  /** The peer has ended its half of the transport. */
  end(): OpeningStep | undefined;
  /**
   * @param status - Default: when time is over, the one that says so.
   * @returns What a server answers when there will be no connection.
   */
  giveUp(status?: number): Uint8Array | undefined;
}
