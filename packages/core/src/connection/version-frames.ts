/**
 * The framing of a version of the protocol: its own frames, or the frames of RFC 6455 with other rules.
 * Types only, as in `version.ts`.
 *
 * @module
 */

import type { FrameRules, FrameTarget, HeaderRulesOptions, Role } from '../framing/index.ts';
import type { ProtocolVersion } from '../handshake/index.ts';
import type { ConnectionEvent, ViolationEvent } from './events.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import type { PreparedMessage } from './prepared-message.ts';
import type { SendOptions } from './sender.ts';
import type { SendingPart } from './snapshot.ts';
import type { Received } from './stats.ts';

/** The parts of a version that an established connection needs. */
export interface VersionFrames {
  readonly name: ProtocolVersion;
  /** The version's own frames. Default: the frames of RFC 6455. */
  readonly frames?: Frames | undefined;
  /** Other rules for the frames of RFC 6455. Default: none. */
  readonly dialect?: Dialect | undefined;
  /** @throws An error when this end may not send the close code. */
  readonly assertSendable: (code: number, role: Role) => void;
}

/** The own frames of a version. */
export interface Frames {
  /** Whether only the end of the transport shows the end of the connection. */
  readonly endsSilently: boolean;
  /** Whether the control frames are those of RFC 6455: pings, and Close frames with codes. Default: false. */
  readonly hasControls?: boolean | undefined;
  receiver(options: ConnectionOptions, limits: Limits, offset: number): Receiver;
  /** @param output - The queue for the frames. */
  sender(output: FrameTarget, limits: Limits): MessageSender;
}

/** Other rules for the frames of RFC 6455, from the drafts before it. */
export interface Dialect {
  readonly rules: (options: HeaderRulesOptions) => FrameRules;
  readonly isCloseCode: (code: number) => boolean;
  /** @returns The event with the close code of the version. */
  violation(event: ViolationEvent): ViolationEvent;
}

/** Bytes to events, one at a time. */
export interface Receiver {
  /** Bytes of the chunk that are not decoded. */
  readonly unread: number;
  /** Receives the next chunk, once the last chunk is decoded. */
  push(chunk: Uint8Array): void;
  /** @returns The next event of the chunk; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined;
  /** @returns The violation that ends the connection after an error here. Default: `message-too-long`. */
  fail?(detail: string): ViolationEvent;
  /** Adds the frames received since the last call to the counts. Default: they are not counted. */
  report?(received: Received): void;
  /** @returns Whether a part of a data frame was received since the last call. */
  receivedData(): boolean;
  /** While the receiver keeps no input: position of the next byte among all bytes received. Else `undefined`. */
  readonly restsAt?: number | undefined;
  /** At rest, changes to another connection, in which the next byte has this position. */
  begin?(offset: number): void;
  /** While no connection uses this receiver, the next unused one. */
  below?: Receiver | undefined;
  /** The state as bytes for a fresh receiver; without this method, no snapshot can be taken. */
  history?(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number };
}

/**
 * Messages and control frames to bytes, in the output of its connection. Throws for data that the version cannot send,
 * and has changed nothing then.
 */
export interface MessageSender {
  /** The message that is sent in parts. */
  readonly part?: SendingPart | undefined;
  message(data: string | Uint8Array, options: SendOptions, output: OutputQueue): void;
  /** Sends a whole message without options, if possible. @returns Whether it was sent; else call `message`. */
  whole?(data: string | Uint8Array, output: OutputQueue): boolean;
  /** The same as `whole`, for a message that is encoded already. */
  prepared?(message: PreparedMessage, output: OutputQueue): boolean;
  control(opcode: number, payload: Uint8Array, output: OutputQueue): void;
}
