/**
 * The conversation with our client.
 *
 * @module
 */

import { connect as connectHttp2 } from '@sansocket/http2';
import { type ConnectOptions, connect as connectHttp1 } from '@sansocket/node';
import type { CloseEvent, ConnectionEvent } from 'sansocket';
import { CLOSE_ME, type Conversation, expected } from './conversation.ts';

/** The results of our client in addition to those of all clients. */
export interface OurConversation extends Conversation {
  /** Whether the server answered our ping. */
  readonly pongCame: boolean;
  /** The extensions in use. */
  readonly extensions: string;
}

const LARGE = 'x'.repeat(1_048_576);

/** What our client has in all cells: it offers extensions, and trusts an authority. */
export interface OurOptions extends Pick<ConnectOptions, 'subprotocols' | 'extensions'> {
  readonly tls?: { readonly ca: string } | undefined;
  /** Default: HTTP/1.1. */
  readonly speaks?: 'HTTP/1.1' | 'HTTP/2' | undefined;
}

/** The used part of a socket of any kind. */
export interface Sends {
  send(data: string | Uint8Array): unknown;
  ping(payload: Uint8Array): unknown;
  close(code: number, reason?: string): unknown;
}

/** Sends text, bytes and 1 MiB for an echo, pings, closes; then asks the server to close. */
export async function converseAsOurs(
  url: string,
  options: OurOptions = {},
): Promise<OurConversation> {
  const toSend = [expected.text, Uint8Array.from(expected.bytes), LARGE];
  const received: (string | Uint8Array)[] = [];
  const events = await run(url, options, (event, socket) => {
    if (event.type === 'open') {
      socket.ping(Uint8Array.of(1));
      for (const data of toSend) socket.send(data);
    }
    if (event.type === 'message') received.push(event.data);
    if (event.type === 'message' && received.length === toSend.length) socket.close(3001, 'done');
  });
  const second = await run(url, options, (event, socket) => {
    if (event.type === 'open') socket.send(CLOSE_ME);
  });
  const open = events.find((event) => event.type === 'open');
  if (open === undefined) throw new Error(`Not opened: ${JSON.stringify(events)}`);
  const [text, bytes, large] = received;
  const { code, wasClean } = closeOf(events);
  const { code: itsCode, reason, wasClean: itsWasClean } = closeOf(second);
  return {
    subprotocol: open.subprotocol ?? '',
    text: String(text),
    bytes: bytes instanceof Uint8Array ? [...bytes] : [],
    largeIsSame: large === LARGE,
    closedByClient: { code, wasClean },
    closedByServer: { code: itsCode, reason, wasClean: itsWasClean },
    pongCame: events.some(({ type }) => type === 'pong'),
    extensions: open.extensions,
  };
}

/** @returns All events, once the connection has closed. */
export function run(
  url: string,
  { speaks = 'HTTP/1.1', ...others }: OurOptions,
  onEvent: (event: ConnectionEvent, socket: Sends) => void,
): Promise<ConnectionEvent[]> {
  const events: ConnectionEvent[] = [];
  const connect = speaks === 'HTTP/1.1' ? connectHttp1 : connectHttp2;
  return new Promise((resolve, reject) => {
    const options = { subprotocols: ['other', 'echo'], ...others };
    const connecting = connect(url, options, (event: ConnectionEvent, socket: Sends) => {
      events.push(event);
      onEvent(event, socket);
      if (event.type === 'close') resolve(events);
    });
    if (connecting instanceof Promise) connecting.catch(reject);
  });
}

function closeOf(events: readonly ConnectionEvent[]): CloseEvent {
  return events.at(-1) as CloseEvent;
}
