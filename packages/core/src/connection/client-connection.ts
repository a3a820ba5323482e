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
import { forRecording } from './recording.ts';
import type { Snapshot } from './snapshot.ts';
import type { AskOptions, Version, VersionRequest } from './version.ts';

/** `subprotocols`, `headers`, `origin` and `credentials` go into the request. */
export interface ClientOptions extends AskOptions {
  /** An older version of the protocol to ask for, from `@sansocket/legacy`. Default: RFC 6455. */
  readonly version?: Version | undefined;
}

export const clientChecks: Checks<ClientOptions> = {
  ...connectionChecks,
  ...askChecks,
  requireSubprotocol: aBoolean,
  version: [
    'a version of @sansocket/legacy',
    (value) => typeof member(value, 'assertSendable') === 'function',
  ],
};

/**
 * The client's end of a connection: sends the handshake request.
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
   * @param target - A ws or wss URL, a string or a `URL`; or the `createRequest` result that was sent.
   * @param options - `subprotocols`, `headers`, `origin` and `credentials` do not change a request that was sent.
   * @param now - Milliseconds on the caller's monotonic clock: the opening timeout counts from here.
   * @throws RangeError or TypeError when the URL or an option cannot be used.
   */
  constructor(target: UrlLike | RequestHead, given: ClientOptions, now: number) {
    const isSent = isRequest(target);
    if (isSent) checkWhole(target, requestShape, 'request');
    const url = isSent ? '' : urlTextOf(target);
    checkOptions(given, clientChecks);
    const options = forRecording(given);
    const request: VersionRequest = isSent ? target : requestOf(url, options);
    const limits = resolveLimits(options.limits);
    const opening = new ClientOpening(request, options, limits);
    super('client', options, limits, opening, now);
    this.#opening = opening;
    this.madeOf(isSent ? { request } : { url });
    if (isSent) return;
    this.queue(serializeRequest(request));
    if (request.trailer !== undefined) this.queue(request.trailer);
  }

  /**
   * Takes over from an HTTP client that has sent the request and parsed the response. Pass the bytes after the
   * head to `receive`.
   *
   * @param request - Made by `createRequest`, as it was sent.
   * @param options - The options that go into a request change nothing, since it was sent already.
   */
  static fromResponse(
    request: RequestHead,
    response: ResponseHead,
    options: ClientOptions,
    now: number,
  ): ClientConnection {
    checkWhole(response, responseShape, 'response');
    const connection = new ClientConnection(request, options, now);
    connection.madeOf({ response });
    connection.proceed(() => connection.#opening.read(response, new Uint8Array(0)), now);
    return connection;
  }

  /**
   * Continues from a snapshot: events, offsets, timeouts and output are the same as without it, except for the
   * masking keys, which are drawn anew.
   *
   * @param snapshot - Not changed.
   * @param options - The same as those of the connection that the snapshot was taken of.
   * @param now - Milliseconds on the clock of this process: a timeout that was due in 5 ms is due at `now` + 5 ms.
   * @throws TypeError for a snapshot of the other role; RangeError when the limits in the options are too low for it.
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
