/**
 * The conversation with our client.
 *
 * @module
 */

import { type ConnectOptions, connect } from '@sansocket/node';
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

/** Sends text, bytes and 1 MiB for an echo, pings, closes; then asks the server to close. */
export async function converseAsOurs(
  url: string,
  options: ConnectOptions = {},
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
  options: ConnectOptions,
  onEvent: Parameters<typeof connect>[2],
): Promise<ConnectionEvent[]> {
  const events: ConnectionEvent[] = [];
  return new Promise((resolve) => {
    connect(url, { subprotocols: ['other', 'echo'], ...options }, (event, socket) => {
      events.push(event);
      onEvent(event, socket);
      if (event.type === 'close') resolve(events);
    });
  });
}

function closeOf(events: readonly ConnectionEvent[]): CloseEvent {
  return events.at(-1) as CloseEvent;
}
