/**
 * The work of a row, as plain data: it goes to the worker as JSON.
 *
 * @module
 */

import type { HostileInput } from './hostile-deflate.ts';

/** Which end a peer is. A server receives masked frames and sends unmasked ones (RFC 6455 §5.1). */
export type Role = 'server' | 'client';

/** Bytes of a read, or where reads end. */
export type Reads = number | 'message';

/** Decoding: frames in, messages out. */
export interface DecodeWork {
  readonly kind: 'decode';
  readonly role: Role;
  /** `mix`: text, ping, text, pong, and so on. */
  readonly messages: 'text' | 'binary' | 'mix';
  /** Payload of a message. */
  readonly bytes: number;
  readonly reads: Reads;
  /** Payload of a fragment (§5.4). Default: not fragmented. */
  readonly fragmentBytes?: number;
  /** Text as strings and binary as bytes, or each part as it comes. */
  readonly delivery: 'whole' | 'parts';
}

/** Encoding: messages in, bytes for a socket out. */
export interface EncodeWork {
  readonly kind: 'encode';
  readonly role: Role;
  readonly messages: 'text' | 'binary';
  /** Payload of a message. */
  readonly bytes: number;
  /** Messages that are sent before the output is taken. */
  readonly turn: number;
}

/** Messages of JSON, compressed with permessage-deflate (RFC 7692): frames in, texts out, or the other way. */
export interface DeflateWork {
  readonly kind: 'inflate' | 'deflate';
  /** About as many in a message. */
  readonly bytes: number;
  /** Whether messages refer to those before (§7.1.1). */
  readonly takeover: boolean;
}

/** Compressed messages that cost a careless decompressor much: frames in, texts out. */
export interface HostileInflateWork {
  readonly kind: 'inflate-hostile';
  readonly input: HostileInput;
}

/** The opening handshake of a server: bytes of a request in, bytes of the response out (§4.2). */
export interface HandshakeWork {
  readonly kind: 'handshake';
  /** Header fields of the request. */
  readonly fields: number;
}

/** A primitive without any codec: the upper bound for a row. */
export interface ControlWork {
  readonly kind: 'control';
  readonly bytes: number;
}

/** Open connections that do nothing. */
export interface IdleWork {
  readonly kind: 'idle';
  readonly connections: number;
  /** Whether each has sent and received a compressed message of about so many bytes. Default: none. */
  readonly compressedBytes?: number;
}

/** The work of a worker, without sockets. */
export type CodecWork =
  | DecodeWork
  | EncodeWork
  | DeflateWork
  | HostileInflateWork
  | HandshakeWork
  | ControlWork
  | IdleWork;

/** Messages that a server sends back. */
export interface EchoWork {
  readonly kind: 'echo';
  readonly messages: 'text' | 'binary';
  readonly bytes: number;
  readonly connections: number;
  /** Messages of a connection that are under way. */
  readonly inFlight: number;
}

/** Texts that a server sends to all. */
export interface BroadcastWork {
  readonly kind: 'broadcast';
  readonly bytes: number;
  readonly connections: number;
  /** Whether the server compresses, with context takeover: the texts are JSON then. Default: false. */
  readonly compresses?: boolean;
}

/** Connections of a server that are open and do nothing, after one message each. */
export interface SocketsWork {
  readonly kind: 'sockets';
  readonly connections: number;
}

/** The bytes that a hostile client sends to a server, as fast as the server reads them. */
export type FloodTraffic = 'bombs' | 'small-bombs' | 'empty-blocks' | 'small-frames';

/** A client whose messages a server echoes while it has a hostile client as well. */
export interface NeighbourWork {
  readonly kind: 'neighbour';
  readonly traffic: FloodTraffic;
}

/** The work of a server, over loopback. */
export type SocketWork = EchoWork | BroadcastWork | SocketsWork | NeighbourWork;

export type Work = CodecWork | SocketWork;

/** A way to do some work, ready to be timed. */
export interface Task {
  /** Messages, or whatever the row counts, of one call. */
  readonly units: number;
  /** Does the work once. Throws when the result is wrong. */
  readonly call: () => void | Promise<void>;
}
