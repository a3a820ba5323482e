/**
 * A WebSocket client that is right, as far as the cases can tell, and has a switch for each bug. After the opening
 * handshake it is the server's other end: `Peer` in `endpoint.ts`.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: one reader of responses, each rule with its switch beside it.

import { createHash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { type ClientBug, clientBugs } from './client-bugs.ts';
import { type Bug, bugs, type ClientOpening, type Compression, Peer } from './endpoint.ts';

const subprotocol = 'chat.v1';
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * Connects.
 *
 * @param bug - The one that it has, of clients or of both. Default: none.
 * @param offer - Sec-WebSocket-Extensions.
 */
export function openClient(
  url: string,
  bug?: Bug | ClientBug,
  offer: string | undefined = offerOf((it) => it === bug),
): Socket {
  const { hostname, port, host, pathname, search } = new URL(url);
  const has = (it: ClientBug): boolean => it === bug && it in clientBugs;
  const hasOfBoth = (it: Bug): boolean => it === bug && it in bugs;
  const socket = connect({
    host: hostname,
    port: Number(port),
    allowHalfOpen: true,
    noDelay: true,
  });
  const key = keyOf(has);
  const head = [
    `${has('post-request') ? 'POST' : 'GET'} ${pathname}${search} HTTP/1.1`,
    `Host: ${has('host-without-port') ? hostname : host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    ...(offer === undefined ? [] : [`Sec-WebSocket-Extensions: ${offer}`]),
    ...(has('accept-in-request') ? ['Sec-WebSocket-Accept: a'] : []),
    '\r\n',
  ].join('\r\n');
  const early = has('sends-early') ? [0x81, 0x80, 1, 2, 3, 4] : [];
  let isFirst = true;
  const read: ClientOpening['read'] = (input) => {
    const result = readResponse(input, key, offer, has);
    if (has('reads-one-segment') && isFirst && result === undefined) return 'refused';
    isFirst = false;
    return result;
  };
  const request = Buffer.concat([Buffer.from(head), Buffer.from(early)]);
  new Peer(socket, hasOfBoth, () => socket.destroy(), { request, read, has });
  return socket;
}

function keyOf(has: ClientOpening['has']): string {
  if (has('key-constant')) return 'AQIDBAUGBwgJCgsMDQ4PEA==';
  return randomBytes(has('key-of-15-bytes') ? 15 : 16).toString('base64');
}

function offerOf(has: ClientOpening['has']): string | undefined {
  if (has('deflate-unasked')) return undefined;
  return has('client-bits-unasked')
    ? 'permessage-deflate'
    : 'permessage-deflate; client_max_window_bits';
}

function readResponse(
  input: Buffer,
  key: string,
  offer: string | undefined,
  has: ClientOpening['has'],
): ReturnType<ClientOpening['read']> {
  let text = input.toString('latin1');
  if (has('bare-line-feeds')) text = text.replace(/\r?\n/g, '\r\n');
  let start = has('searches-status-line') ? Math.max(0, text.indexOf('HTTP/')) : 0;
  for (;;) {
    if (text.length - start > 65_536) return 'refused';
    const end = text.indexOf('\r\n\r\n', start);
    if (end < 0) {
      const isBroken = /[^\r]\n|\r[^\n]|\0/.test(text.slice(start));
      return isBroken && !has('nul-in-status-line') ? 'refused' : undefined;
    }
    const head = text.slice(start, end);
    start = end + 4;
    const isInterim = /^HTTP\/1\.1 1(?!01)\d\d( |$)/m.test(head.split('\r\n')[0] ?? '');
    if (isInterim && !has('interim-is-final')) continue;
    const compression = judge(head, key, offer, has);
    if (compression === undefined) return 'refused';
    const body = has('length-obeyed') ? Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0) : 0;
    return { length: start + body, ...compression };
  }
}

/** @returns `undefined` for a response that is refused. */
function judge(
  head: string,
  key: string,
  offer: string | undefined,
  has: ClientOpening['has'],
): Compression | undefined {
  const [line = '', ...lines] = head.split('\r\n');
  const fields = lines.map((it) => /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t -~\x80-\xff]*)$/.exec(it));
  if (!isStatusLine(line, has)) return undefined;
  if (fields.includes(null) && !has('no-colon-will-do')) return undefined;
  const all = (name: string): readonly string[] =>
    fields
      .filter((it) => it?.[1]?.toLowerCase() === name)
      .map((it) => (has('accept-not-trimmed') ? it![2]! : it![2]!.replace(/[ \t]+$/, '')));
  const isRight =
    isUpgrade(all('upgrade'), has) &&
    isConnection(all('connection'), has) &&
    isAccept(all('sec-websocket-accept'), key, has) &&
    isSubprotocol(all('sec-websocket-protocol'), has);
  return isRight ? compressionOf(all('sec-websocket-extensions'), offer, has) : undefined;
}

function isStatusLine(line: string, has: ClientOpening['has']): boolean {
  if (has('status-line-by-prefix') && /^HTTP\/\d.\d 101/.test(line)) return true;
  if (has('status-not-checked') && line.startsWith('HTTP/1.1 ')) return true;
  if (has('http-1.0-will-do') && line.startsWith('HTTP/1.0 101 ')) return true;
  if (has('nul-in-status-line') && line.startsWith('HTTP/1.1 101 ')) return true;
  if (has('reason-needed') && !/101 \w/.test(line)) return false;
  return /^HTTP\/1\.[1-9] 101( [\t -~\x80-\xff]*)?$/.test(line);
}

function isUpgrade(values: readonly string[], has: ClientOpening['has']): boolean {
  const [value] = values;
  if (value === undefined) return has('upgrade-not-needed');
  const upgrade = has('upgrade-case-sensitive') ? value : value.toLowerCase();
  if (has('upgrade-by-prefix')) return upgrade.startsWith('websocket');
  return upgrade === 'websocket' && values.length === 1;
}

function isConnection(values: readonly string[], has: ClientOpening['has']): boolean {
  if (values.length === 0) return has('connection-not-needed');
  const text = values.join().toLowerCase();
  if (has('connection-by-substring')) return text.includes('upgrade');
  if (has('connection-not-a-list')) return text === 'upgrade';
  return text.split(/[ \t]*,[ \t]*/).includes('upgrade');
}

function isAccept(values: readonly string[], key: string, has: ClientOpening['has']): boolean {
  const wanted = createHash('sha1')
    .update(key + guid)
    .digest('base64');
  const [value] = values;
  if (value === undefined) return has('accept-not-needed');
  if (values.length > 1 && !has('accept-first-of-two')) return false;
  if (has('accept-in-any-case')) return value.toLowerCase() === wanted.toLowerCase();
  if (has('accept-by-prefix')) return value.startsWith(wanted);
  return value === wanted || has('accept-not-checked');
}

function isSubprotocol(values: readonly string[], has: ClientOpening['has']): boolean {
  const [value] = values;
  if (value === undefined) return !has('subprotocol-needed');
  if (values.length > 1 && !has('subprotocol-twice')) return false;
  if (has('subprotocol-in-any-case')) return value.toLowerCase() === subprotocol;
  return value === subprotocol || has('any-subprotocol');
}

/** @returns `undefined` for an answer that is refused. */
function compressionOf(
  values: readonly string[],
  offer: string | undefined,
  has: ClientOpening['has'],
): Compression | undefined {
  const elements = values
    .join()
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  const none = { bits: undefined, takeover: false };
  if (values.length > 0 && elements.length === 0) return undefined;
  const known = elements.filter((it) => /^permessage-deflate *(;|$)/.test(it));
  const [answer] = known;
  if (known.length < elements.length && !has('any-extension')) return undefined;
  if (known.length > 1 && !has('deflate-twice')) return undefined;
  if (answer === undefined) return none;
  if (offer === undefined) return has('deflate-unasked') ? none : undefined;
  return parametersOf(answer.split(';').slice(1), has);
}

function parametersOf(
  parameters: readonly string[],
  has: ClientOpening['has'],
): Compression | undefined {
  const names = parameters.map((it) => it.split('=')[0]!.trim());
  if (new Set(names).size < names.length && !has('parameter-twice')) return undefined;
  let bits = 15;
  let takeover = true;
  for (const parameter of parameters) {
    const match = /^[ \t]*([\w-]+)(?:=("?)(\w+)\2)?[ \t]*$/.exec(parameter);
    if (match === null) return undefined;
    const [, name = '', quote = '', value] = match;
    if (has('quotes-kept') && quote !== '') return undefined;
    const isBits = value !== undefined && /^([89]|1[0-5])$/.test(value);
    if (name.endsWith('_no_context_takeover') && (value === undefined || has('value-for-flag'))) {
      if (name.startsWith('client') && !has('takeover-kept')) takeover = false;
    } else if (name === 'server_max_window_bits') {
      if (!isBits && !has('server-bits-out-of-range')) return undefined;
    } else if (name === 'client_max_window_bits') {
      if (!isBits && !(has('client-bits-without-value') && value === undefined)) return undefined;
      if (isBits && !has('client-bits-ignored')) bits = Number(value);
    } else if (!has('unknown-parameter')) return undefined;
  }
  return { bits, takeover };
}
