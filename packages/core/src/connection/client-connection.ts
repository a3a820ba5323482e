/**
 * The client's end of a connection (RFC 6455 §4.1).
 *
 * @module
 */

import { offerExtensions } from '../extensions/index.ts';
import {
  askChecks,
  createRequest,
  type RequestHead,
  type ResponseHead,
  requestShape,
  responseShape,
  serializeRequest,
  type UrlLike,
  urlTextOf,
} from '../handshake/index.ts';
import { defaultFillRandom } from '../masking/index.ts';
import { aBoolean, type Checks, checkOptions, checkWhole, member } from '../options/index.ts';
import { ClientOpening } from './client-opening.ts';
import { Connection } from './connection.ts';
import { connectionChecks } from './option-checks.ts';
import { resolveLimits } from './options.ts';
import type { Snapshot } from './snapshot.ts';
import type { AskOptions, Version, VersionRequest } from './version.ts';

/** `subprotocols`, `headers`, `origin` and `credentials` go into the request. */
export interface ClientOptions extends AskOptions {
  /** An older version to ask for, of `sansocket/legacy`. Default: RFC 6455. */
  readonly version?: Version | undefined;
}

export const clientChecks: Checks<ClientOptions> = {
  ...connectionChecks,
  ...askChecks,
  requireSubprotocol: aBoolean,
  version: [
    'a version of sansocket/legacy',
    (value) => typeof member(value, 'assertSendable') === 'function',
  ],
};

/**
 * A connection that asks a server to be opened.
 *
 * @example
 * ```ts
 * import { ClientConnection } from 'sansocket';
 *
 * const connection = new ClientConnection('ws://example.com/chat', { subprotocols: ['chat'] }, 0);
 * const output = connection.nextOutput(); // the bytes of the request
 * if (output?.type === 'write') console.log(new TextDecoder().decode(output.bytes));
 * ```
 */
export class ClientConnection extends Connection {
  readonly #opening: ClientOpening;

  /**
   * Queues the bytes of the request.
   *
   * @param target - A ws or wss URL, as a text or a `URL`; or a request made by `createRequest` that was sent already.
   * @param options - Of a request that was sent, `subprotocols`, `headers`, `origin` and `credentials` change nothing.
   * @param now - Milliseconds on the caller's monotonic clock: the opening timeout counts from here.
   * @throws RangeError or TypeError when the URL or an option cannot be used.
   */
  constructor(target: UrlLike | RequestHead, options: ClientOptions, now: number) {
    const isSent = isRequest(target);
    if (isSent) checkWhole(target, requestShape, 'request');
    const url = isSent ? '' : urlTextOf(target);
    checkOptions(options, clientChecks);
    const request: VersionRequest = isSent ? target : requestOf(url, options);
    const limits = resolveLimits(options.limits);
    const opening = new ClientOpening(request, options, limits);
    super('client', options, limits, opening, now);
    this.#opening = opening;
    if (isSent) return;
    this.write(serializeRequest(request));
    if (request.trailer !== undefined) this.write(request.trailer);
  }

  /**
   * Takes over from an HTTP client that has sent the request and parsed the response. What came behind the
   * head is for `receive`.
   *
   * @param request - Made by `createRequest`, as it was sent.
   * @param options - Those that go into a request change nothing: it was sent.
   */
  static fromResponse(
    request: RequestHead,
    response: ResponseHead,
    options: ClientOptions,
    now: number,
  ): ClientConnection {
    checkWhole(response, responseShape, 'response');
    const connection = new ClientConnection(request, options, now);
    connection.proceed(() => connection.#opening.read(response, new Uint8Array(0)), now);
    return connection;
  }

  /**
   * Goes on where a snapshot was taken: events, offsets, timeouts and output are what they would have been,
   * but for the masking keys that are drawn from here on.
   *
   * @param snapshot - Not changed.
   * @param options - As those of the connection that it was taken of.
   * @param now - On the clock of this place: what was due in 5 ms is due 5 ms from here.
   * @throws TypeError for a snapshot of the other role; RangeError when the limits of the options are too low for it.
   */
  static restore(snapshot: Snapshot, options: ClientOptions, now: number): ClientConnection {
    const sent = { method: 'GET', target: '/', httpVersion: '1.1', fields: [] };
    const connection = new ClientConnection(sent, options, now);
    connection.resume(snapshot);
    return connection;
  }
}

function isRequest(target: UrlLike | RequestHead): target is RequestHead {
  return (target as RequestHead | undefined)?.fields !== undefined;
}

function requestOf(url: string, options: ClientOptions): VersionRequest {
  if (options.version !== undefined) return options.version.client.create(url, options);
  const key = new Uint8Array(16);
  (options.fillRandom ?? defaultFillRandom)(key);
  const extensions = offerExtensions(options.extensions ?? []);
  const { subprotocols, headers, origin, credentials } = options;
  return createRequest(url, { subprotocols, headers, origin, credentials, key, extensions });
}
