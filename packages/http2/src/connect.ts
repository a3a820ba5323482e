/**
 * A client over a stream of HTTP/2 (RFC 8441).
 *
 * @module
 */

import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { nodeCapabilities, openSocket } from '@sansocket/node';
import { OpenConnection, type OpenOptions } from 'sansocket';
import {
  clientChecks,
  defaultClientTimeouts,
  defaultLimits,
  openChecks,
} from 'sansocket/connection';
import { ConnectError, type OnEvent } from 'sansocket/driving';
import { activateExtensions, type Extension, offerExtensions } from 'sansocket/extensions';
import {
  createConnect,
  extendedConnect,
  type Fields,
  parseWsUrl,
  type RequestOptions,
  type ResponseOptions,
  readConnectResponse,
  type UrlLike,
} from 'sansocket/handshake';
import { anObject, type Checks, checkCall, type Kind, member } from 'sansocket/options';
import type { Violation } from 'sansocket/violations';
import { fieldsOf, headersOf } from './headers.ts';
import type { StreamSocket } from './server-streams.ts';

/** The options of a connection, what goes into the request, and how to reach the server. */
export interface ConnectOptions
  extends Omit<OpenOptions, 'extensions' | 'subprotocol' | 'fields' | 'transport'>,
    Omit<RequestOptions, 'key' | 'extensions'>,
    ResponseOptions {
  /** Extensions that are offered, in order of preference. Default: none. */
  readonly extensions?: readonly Extension[] | undefined;
  /** A session to open the stream on; it stays open. Default: a new one to the host of the URL, which ends with the stream. */
  readonly session?: ClientHttp2Session | undefined;
  /** For a new session to a wss URL: trusted certificates, a certificate of the client. */
  readonly tls?: SecureClientSessionOptions | undefined;
}

const { subprotocol: _subprotocol, fields: _fields, transport: _transport, ...common } = openChecks;

const aSession: Kind<ClientHttp2Session> = [
  'a session of node:http2',
  (value) => typeof member(value, 'request') === 'function',
];

export const connectChecks: Checks<ConnectOptions> = {
  ...common,
  extensions: clientChecks.extensions,
  subprotocols: clientChecks.subprotocols,
  headers: clientChecks.headers,
  origin: clientChecks.origin,
  credentials: clientChecks.credentials,
  requireSubprotocol: clientChecks.requireSubprotocol,
  session: aSession,
  tls: anObject,
};

/**
 * Opens a stream for WebSocket.
 *
 * @param url - A ws or wss URL, as a text or a `URL`.
 * @param onEvent - Gets the events from `open` on; `open` may come before the promise is resolved.
 * @returns A promise of the socket, once the server has accepted.
 * @throws ConnectError when the server refuses, breaks a rule, resets the stream, does not answer in time, or has not
 *   enabled WebSocket over HTTP/2; the error of the session; RangeError or TypeError when the URL or an option cannot be
 *   used, such as a session without TLS for a wss URL.
 *
 * @example
 * ```ts
 * import { connect } from '@sansocket/http2';
 *
 * const socket = await connect('wss://127.0.0.1:8443/', {}, (event, socket) => {
 *   if (event.type === 'message') socket.close(1000);
 * });
 * socket.send('Hello');
 * ```
 */
export async function connect(
  url: UrlLike,
  options: ConnectOptions,
  onEvent: OnEvent<ClientHttp2Stream, OpenConnection>,
): Promise<StreamSocket<ClientHttp2Stream>> {
  const { secure, host, port } = parseWsUrl(url);
  checkCall(options, connectChecks, onEvent);
  const { session: given, tls, timeouts } = options;
  const { openingHandshakeMs = defaultClientTimeouts.openingHandshakeMs } = timeouts ?? {};
  const request = requestOf(url, options);
  const session = given ?? connectHttp2(`${secure ? 'https' : 'http'}://${host}:${port}`, tls);
  const opening = new AbortController();
  // A session without a listener for its errors ends the process. After the opening the socket's `close` reports them.
  if (given === undefined) session.on('error', (error) => opening.abort(error));
  const late = new ConnectError(`The server has not answered within ${openingHandshakeMs} ms`);
  const timer =
    openingHandshakeMs < Infinity
      ? setTimeout(() => opening.abort(late), openingHandshakeMs)
      : undefined;
  let stream: ClientHttp2Stream | undefined;
  try {
    await enabled(session, opening.signal);
    if (secure && session.encrypted !== true)
      throw new RangeError('options.session has no TLS, which a wss URL needs');
    const asking = session.request(headersOf(request));
    stream = asking;
    asking.once('close', () => opening.abort(goneOf(asking)));
    const response = await responseOf(stream, opening.signal);
    const connection = await established(stream, response, request, options, opening.signal);
    if (given === undefined) stream.once('close', () => session.close());
    return openSocket(connection, stream, onEvent);
  } catch (error) {
    stream?.on('error', ignore).close(extendedConnect.http2.reset);
    if (given === undefined) session.destroy();
    // An answer of the server counts; else what has ended the wait, rather than what it ended with.
    const isAnswer = error instanceof ConnectError && (error.rejection ?? error.violation);
    throw isAnswer ? error : (opening.signal.reason ?? error);
  } finally {
    clearTimeout(timer);
  }
}

function requestOf(url: UrlLike, options: ConnectOptions): Fields {
  const { subprotocols, headers, origin, credentials } = options;
  const extensions = offerExtensions(options.extensions ?? []);
  return createConnect(url, { subprotocols, headers, origin, credentials, extensions });
}

/** @throws ConnectError when the response refuses, or breaks a rule. */
async function established(
  stream: ClientHttp2Stream,
  response: Fields,
  request: Fields,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<OpenConnection> {
  const { extensions: offered = [], session, tls, ...others } = options;
  const { subprotocols, headers, origin, credentials, requireSubprotocol, ...rest } = others;
  const reading = readConnectResponse(response, request, { requireSubprotocol });
  if (reading.kind === 'violation') throw broken(reading.violation);
  if (reading.kind === 'rejected') {
    const { status, fields } = reading;
    const most = options.limits?.maxRejectedBodyBytes ?? defaultLimits.maxRejectedBodyBytes;
    const rejection = { status, fields, body: await bodyOf(stream, most, signal) };
    throw new ConnectError(`The server refuses with status ${status}`, { rejection });
  }
  const active = activateExtensions(reading.extensions, offered);
  if (!active.ok) throw broken(active.violation);
  const { subprotocol } = reading;
  const { fields } = reading;
  const { extensions } = active;
  const agreed = { subprotocol, extensions, fields, transport: 'stream' } as const;
  const all = { capabilities: nodeCapabilities(), ...rest, ...agreed, inPlace: true };
  return new OpenConnection('client', all, performance.now());
}

/** The most time for the body of a refusal, in milliseconds. */
const BODY_MS = 1000;

/** For each session that is asked for the first time: once its settings have come. */
const readySessions = new WeakMap<ClientHttp2Session, Promise<void>>();

/** Waits for the settings of the server: they come before its answer to a ping. */
async function ready(session: ClientHttp2Session): Promise<void> {
  if (session.connecting) await Promise.race([once(session, 'connect'), once(session, 'close')]);
  if (session.closed || session.destroyed) throw new ConnectError('The session has ended');
  if (isEnabled(session)) return;
  await new Promise<void>((resolve, reject) => {
    // The error of the session says more than that of the ping, and comes before its end.
    const fail = (): void => reject(new ConnectError('The session has ended before its settings'));
    session.once('close', fail);
    session.ping((error) => {
      if (error !== null) return;
      session.off('close', fail);
      resolve();
    });
  });
}

async function enabled(session: ClientHttp2Session, signal: AbortSignal): Promise<void> {
  const isReady = readySessions.get(session) ?? ready(session);
  readySessions.set(session, isReady);
  await Promise.race([isReady, once(signal, 'abort')]);
  signal.throwIfAborted();
  if (isEnabled(session)) return;
  throw new ConnectError(
    'The server has not enabled WebSocket over HTTP/2: SETTINGS_ENABLE_CONNECT_PROTOCOL is not 1 (RFC 8441 §3)',
  );
}

function isEnabled({ remoteSettings }: ClientHttp2Session): boolean {
  // Before the settings have come, Node has none.
  return (remoteSettings as typeof remoteSettings | undefined)?.enableConnectProtocol === true;
}

/** The header list of the response. */
async function responseOf(stream: ClientHttp2Stream, signal: AbortSignal): Promise<Fields> {
  const [headers, , raw] = (await once(stream, 'response', { signal })) as [
    IncomingHttpHeaders,
    number,
    (readonly string[])?,
  ];
  return fieldsOf(headers, raw);
}

/** The first bytes of a body, as far as they come within a second: a body may never end. */
async function bodyOf(
  stream: ClientHttp2Stream,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const enough = new AbortController();
  stream.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) enough.abort();
  });
  const either = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(BODY_MS)]);
  await once(stream, 'end', { signal: either }).catch(ignore);
  return new Uint8Array(Buffer.concat(chunks).subarray(0, most));
}

/** The error for a stream that has ended without a response. */
function goneOf({ rstCode }: ClientHttp2Stream): ConnectError {
  const what = `The server has reset the stream with code ${rstCode} before its response`;
  return new ConnectError(what, { rstCode });
}

function broken(violation: Violation): ConnectError {
  return new ConnectError(`The response breaks ${violation.rule}: ${violation.detail}`, {
    violation,
  });
}

function ignore(): void {
  // The `close` event of the stream follows.
}
