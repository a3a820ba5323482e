/**
 * How a version of the protocol frames: in frames of its own, or in those of RFC 6455 with other rules.
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

/** What an established connection needs of a version. */
export interface VersionFrames {
  readonly name: ProtocolVersion;
  /** Frames of its own. Default: those of RFC 6455. */
  readonly frames?: Frames | undefined;
  /** Other rules for the frames of RFC 6455. Default: none. */
  readonly dialect?: Dialect | undefined;
  /** @throws An error when this end may not send the close code. */
  readonly assertSendable: (code: number, role: Role) => void;
}

/** Frames of a version's own. */
export interface Frames {
  /** Whether the end of the transport is all that tells of the end. */
  readonly endsSilently: boolean;
  receiver(options: ConnectionOptions, limits: Limits, offset: number): Receiver;
  /** @param output - Where the frames go: what the transport is given next. */
  sender(output: FrameTarget, limits: Limits): MessageSender;
}

/** How the frames of RFC 6455 were before it. */
export interface Dialect {
  readonly rules: (options: HeaderRulesOptions) => FrameRules;
  readonly isCloseCode: (code: number) => boolean;
  /** With the close code that the version has for it. */
  violation(event: ViolationEvent): ViolationEvent;
}

/** Bytes to events, one at a time. */
export interface Receiver {
  /** Bytes of the chunk that are not parsed. */
  readonly unread: number;
  /** Takes the next chunk, once nothing of the last is unread. */
  push(chunk: Uint8Array): void;
  /** @returns The next event of what was pushed; `undefined` when more input is needed. */
  next(): ConnectionEvent | undefined;
  /** @returns The violation that ends the connection, after something threw here. Default: `message-too-long`, without a place. */
  fail?(detail: string): ViolationEvent;
  /** @returns Whether anything of a data frame has come since the last call. */
  receivedData(): boolean;
  /** There while it keeps nothing of what it has received: the offset in all of that of the byte that comes next. */
  readonly restsAt?: number | undefined;
  /** At rest, goes on for another connection, where the byte that comes next has this offset. */
  begin?(offset: number): void;
  /** While nobody has it, the next one that nobody has. */
  below?: Receiver | undefined;
  /** What led here, as bytes for a fresh receiver; without it, no snapshot can be taken. */
  history?(role: Role, maxFrameBytes: number): { bytes: Uint8Array; offset: number };
}

/** Messages and control frames to bytes, in the output of the connection that has it. What the version cannot send throws, and has changed nothing then. */
export interface MessageSender {
  /** The message that is being sent in parts. */
  readonly part?: SendingPart | undefined;
  message(data: string | Uint8Array, options: SendOptions, output: OutputQueue): void;
  /** Sends a whole message the short way, where there is one: `false`, and `message` is to send it. */
  whole?(data: string | Uint8Array, output: OutputQueue): boolean;
  /** As `whole`, for a message that is encoded already. */
  prepared?(message: PreparedMessage, output: OutputQueue): boolean;
  control(opcode: number, payload: Uint8Array, output: OutputQueue): void;
}
