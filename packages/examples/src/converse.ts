/**
 * One connection of a client, from `connect` to its end, with a sentence for what went wrong.
 *
 * @module
 */

import { Mistake, messageOf } from '@sansocket/command-line';
import type { ClientOptions, CloseEvent, ConnectionEvent } from 'sansocket';
import type { OnEvent } from 'sansocket/driving';
import type { Adapter } from './adapter.ts';

/** How a connection ended. */
export interface Ending {
  /** Why it never opened, or broke off; `undefined` where it opened and was closed. */
  readonly failure: string | undefined;
  /** Whether a server of HTTP was there: it opened the connection, or refused to. */
  readonly answered: boolean;
}

/**
 * Opens a connection and resolves at its end, whatever it is.
 *
 * @param server - The URL of the server; the resource goes behind it.
 * @throws Mistake when the URL names no WebSocket.
 */
export function converse(
  connect: Adapter['connect'],
  server: string,
  resource: string,
  options: ClientOptions,
  onEvent: OnEvent,
): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let opened = false;
    let answered = false;
    let failure: string | undefined;
    const listener: OnEvent = (event, socket) => {
      opened ||= event.type === 'open';
      answered ||= opened || event.type === 'handshake-rejected';
      failure ??= failureOf(event, opened);
      onEvent(event, socket);
      if (event.type === 'close') resolve({ failure, answered });
    };
    try {
      connect(server + resource, options, listener);
    } catch (error) {
      reject(new Mistake(`Option --url cannot be used: ${messageOf(error)}`));
    }
  });
}

function failureOf(event: ConnectionEvent, opened: boolean): string | undefined {
  switch (event.type) {
    case 'handshake-rejected':
      return `The server answers ${event.status} ${event.reason} and opens no WebSocket`;
    case 'violation':
      return opened
        ? `The server broke a rule: ${event.detail}`
        : `The server does not speak WebSocket: ${event.detail}`;
    case 'close':
      return opened && event.code !== 1006 ? undefined : lossOf(event, opened);
    default:
      return undefined;
  }
}

function lossOf({ cause, endedBy }: CloseEvent, opened: boolean): string {
  if (cause !== undefined) return opened ? `Connection lost: ${said(cause)}` : said(cause);
  if (endedBy === 'timeout') return 'The server did not answer in time';
  return `The server ended TCP ${opened ? 'without a Close frame' : 'before it answered'}`;
}

/** A name with several addresses fails with an error for each of them, and none of its own. */
function said(cause: unknown): string {
  const [first] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [];
  return messageOf(first ?? cause);
}
