/**
 * A WebSocket server that is right, as far as the cases can tell, and has a switch for each bug. It shares nothing with
 * core, nor with what judges it, and inflates by the runtime's own zlib.
 *
 * @module
 */
// biome-ignore-all lint/style/noExcessiveLinesPerFile: one reader of heads and one of frames, each rule with its switch beside it.

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ClientBug } from './client-bugs.ts';

/** Names of bugs; what each does stands where it is asked for. */
export type Bug = keyof typeof bugs;

/** Each with the cases that find it; `probe`: the server cannot even be tested. */
export const bugs = {
  // Of the opening handshake.
  'accept-of-no-guid': 'probe',
  'accept-in-hex': 'probe',
  'upgrade-not-needed': 'HS-007 HS-009',
  'upgrade-by-substring': 'HS-008',
  'connection-not-needed': 'HS-010',
  'connection-by-substring': 'HS-011',
  'connection-not-a-list': 'HS-004',
  'upgrade-case-sensitive': 'HS-003',
  'names-case-sensitive': 'HS-002',
  'key-not-needed': 'HS-013',
  'key-may-be-empty': 'HS-014',
  'key-not-trimmed': 'HS-019',
  'key-twice-crashes-handshake': 'HS-020',
  'version-not-needed': 'HS-022',
  'any-version': 'HS-023',
  'version-by-prefix': 'HS-028',
  'version-without-list': 'HS-023',
  'post-will-do': 'HS-031',
  'method-in-any-case': 'HS-032',
  'http-1.0-will-do': 'HS-033',
  'any-http-version': 'HS-034',
  'host-not-needed': 'HS-036',
  'hosts-may-be-two': 'HS-037',
  'space-before-colon': 'HS-049',
  'no-colon-will-do': 'HS-052',
  'nul-in-value': 'HS-050 HS-046',
  'name-may-be-anything': 'HS-051',
  'fold-in-key': 'HS-048 HS-047',
  'space-before-first-field': 'HS-055',
  'body-is-frames': 'HS-058 HS-059',
  'two-lengths': 'HS-061',
  'first-bytes-lost': 'HS-074 HS-073 HS-075',
  'response-in-lower-http': 'probe',
  'response-has-length': 'HS-076',
  'reads-one-segment': 'HS-063 HS-064',
  'picks-unknown-subprotocol': 'probe',
  'answers-unknown-extension': 'probe',
  'object-keys': 'HS-079',
  'key-not-checked': 'HS-017 HS-015 HS-016 HS-021',
  'no-upgrade-in-426': 'HS-024',
  'lists-version-8': 'HS-026',
  'version-as-number': 'HS-027',
  'version-in-list': 'HS-029',
  'any-host': 'HS-038',
  'no-absolute-target': 'HS-039',
  'host-must-be-target': 'HS-040',
  'picks-first-subprotocol': 'HS-066',
  'picks-two-subprotocols': 'HS-067',
  'first-subprotocol-field-only': 'HS-070',
  'subprotocols-not-checked': 'HS-069 HS-068',
  'accept-kept': 'HS-077 HS-001',
  'unknown-field-refused': 'HS-078 LG-008',
  'hixie-75-spoken': 'LG-003',
  'bytes-before-response': 'SE-015',
  'long-head-crashes': 'RS-004',
  'large-head-crashes': 'RS-002 RS-003',
  'origin-by-prefix': 'CS-003 CS-005',
  // Of the negotiation of permessage-deflate.
  'bits-without-value-accepted': 'EX-008',
  'bits-out-of-range-accepted': 'EX-009',
  'bits-with-zero-accepted': 'EX-010',
  'client-bits-unasked': 'EX-013 EX-004 EX-005 EX-023',
  'server-bits-ignored': 'EX-007',
  'takeover-ignored': 'EX-014',
  'value-for-flag-accepted': 'EX-015',
  'parameter-twice-accepted': 'EX-016',
  'unknown-parameter-accepted': 'EX-017',
  'answer-malformed': 'EX-002',
  'answers-first-offer': 'EX-022',
  'two-extension-fields-refused': 'EX-006',
  'quotes-refused': 'EX-011',
  'client-bits-without-value': 'EX-012',
  'extension-grammar-ignored': 'EX-018',
  'empty-elements-refused': 'EX-019',
  'many-offers-crash': 'EX-021',
  'comma-in-quotes-splits': 'EX-025',
  'answers-offers-twice': 'EX-024',
  'server-bits-not-kept': 'EX-026 SE-014',
  'context-kept-after-promise': 'EX-027',
  // Of headers.
  'rsv-ignored': 'FR-001 FR-009 PM-016 PM-036',
  'rsv-on-control-ignored': 'FR-002 FR-003 PM-017',
  'rsv2-with-deflate-ignored': 'FR-004',
  'reserved-data-opcodes': 'FR-005 FR-006 FR-007 FR-010 SE-008',
  'reserved-control-opcodes': 'FR-005',
  'unmasked-accepted': 'MK-001 MK-002 MK-003 MK-004',
  'unmasked-control-accepted': 'MK-001',
  'non-minimal-16': 'LN-002 LN-004',
  'non-minimal-64': 'LN-003',
  'msb-ignored': 'LN-009',
  'length-in-32-bits': 'LN-010 LN-011',
  'length-in-16-bits-signed': 'LN-014',
  'length-in-32-bits-signed': 'LN-013',
  'length-64-as-16': 'LN-012 LN-015 CT-007',
  'control-too-long': 'LN-007 CL-011 CT-008 LN-008',
  'control-fragmented': 'FG-014',
  'ping-in-fragments': 'FG-015',
  'key-phase-kept': 'MK-010',
  'key-zero-is-none': 'MK-007',
  'key-ignored-when-empty': 'MK-009',
  'header-cut-loses-byte': 'CH-002',
  'http-in-payload-refused': 'MK-008',
  'hixie-frames': 'LG-004 LG-005',
  'one-chunk-per-frame': 'CH-001 CH-003 CH-006 CL-014 MK-011',
  'rest-behind-long-frame-lost': 'CH-004',
  'limit-off-by-one': 'LN-016',
  'limit-of-fragments-missing': 'LN-017',
  // Of fragments.
  'continuation-without-start': 'FG-001 FG-006',
  'new-message-inside': 'FG-002',
  'new-fragmented-message-inside': 'FG-003 FG-004',
  'fragment-type-of-last': 'FG-010',
  'empty-first-fragment-is-none': 'FG-005 PM-014',
  'empty-last-fragment-lost': 'FG-007',
  'control-ends-message': 'FG-011 PM-018 U8-011',
  'fragments-swapped': 'FG-008 FG-018 SE-013',
  'fragments-at-most-16': 'FG-009',
  'many-fragments-crash': 'RS-006 RS-007',
  // Of control frames.
  'pong-is-empty': 'probe',
  'pong-cut-at-64': 'CT-001',
  'no-pong-inside-message': 'FG-011',
  'pong-answered': 'CT-004 PM-020 RS-013',
  'ping-payload-must-be-utf8': 'CT-001',
  'first-ping-only': 'CT-002 CT-003',
  'pong-compressed': 'CT-009 PM-038',
  'pong-lost-before-data': 'CT-010',
  'pong-in-fragments': 'SE-005',
  // Of the closing handshake.
  'close-not-answered': 'CL-001 TC-008 RS-014',
  'close-answered-by-1000': 'CL-003',
  'close-always-empty': 'CL-010',
  'close-of-one-byte': 'CL-002',
  'close-below-1000': 'CL-007',
  'close-1005': 'CL-006',
  'close-undefined-codes': 'CL-008',
  'close-above-4999': 'CL-009',
  'close-reason-not-utf8': 'CL-012',
  'close-4000-refused': 'CL-003',
  'close-leaves-tcp-open': 'TC-001 TC-012',
  'text-after-close': 'CL-001 CL-018 CL-019',
  'fatal-goes-on': 'CL-002 LG-012',
  'two-close-frames': 'CL-001 CT-006 FG-012 PM-019',
  'close-code-swapped': 'CL-003',
  'reason-in-ascii-only': 'CL-013',
  'reads-after-close': 'CL-015 CL-016 CL-017 FG-013',
  'reply-of-one-byte': 'CL-025',
  'reply-of-1005': 'SE-009',
  'fatal-leaves-tcp-open': 'TC-011',
  'tcp-never-ends': 'TC-011 TC-012',
  'own-code-lost': 'CL-020',
  'data-after-own-close': 'CT-005 CL-022',
  'answers-after-own-close': 'CL-023',
  // Of texts.
  'utf8-not-checked': 'U8-005 U8-006 U8-002 PM-025 U8-003 U8-004 PM-026',
  'utf8-by-fragment': 'U8-012 U8-001',
  'surrogates-accepted': 'U8-002 U8-101',
  'overlong-accepted': 'U8-002 U8-014',
  'bom-stripped': 'U8-008',
  'text-cut-at-nul': 'U8-009',
  'binary-as-text': 'U8-010',
  'utf8-by-chunk': 'U8-013',
  'two-bytes-a-character': 'U8-007 U8-102',
  'sends-surrogates': 'U8-015',
  'long-text-cut': 'SE-007',
  // Of compression.
  'no-takeover': 'PM-010 PM-030',
  'rsv1-anywhere': 'PM-015',
  'plain-is-inflated': 'PM-001 PM-031',
  'bfinal-ends-stream': 'PM-004 PM-034',
  'inflate-error-ignored': 'PM-021 PM-023 PM-022',
  'inflate-by-fragment': 'PM-010',
  'ends-at-bfinal': 'PM-002 PM-006',
  'bfinal-forgets-context': 'PM-005',
  'stored-blocks-refused': 'PM-007',
  'marker-ends-message': 'PM-008',
  'plain-when-fragmented': 'PM-009',
  'empty-is-no-message': 'PM-012',
  'window-of-16-kib': 'PM-032',
  'window-of-128': 'PM-033',
  'bomb-crashes': 'PM-027 PM-028',
  'long-message-loses-tail': 'PM-037',
  // Of whatever else.
  'masks-its-frames': 'probe',
  'long-form-always': 'probe',
  'masks-long-frames': 'SE-002',
  'long-form-for-126': 'SE-003',
  'rsv2-on-long-frames': 'SE-004',
  'sends-start-twice': 'SE-006',
  'echo-twice': 'LN-001',
  'echo-as-binary': 'FG-010',
  'drops-every-256th-byte': 'CH-002',
  'crash-on-reserved-opcode': 'FR-005',
  'crash-on-reset': 'TC-009',
  'hang-on-empty-ping': 'CT-001',
} as const;

/** How a client begins; a server waits for a request. */
export interface ClientOpening {
  readonly request: Buffer;
  /** @returns `undefined`: more bytes; a number: so many bytes of head; or that the response is refused. */
  readonly read: (
    input: Buffer,
  ) => undefined | 'refused' | ({ readonly length: number } & Compression);
  readonly has: (bug: ClientBug) => boolean;
}

/** How a client compresses; `bits` is `undefined` if it does not. */
export interface Compression {
  readonly bits: number | undefined;
  readonly takeover: boolean;
}

/** A server that listens. */
export interface Endpoint {
  readonly port: number;
  close(): void;
}

/**
 * @param bug - The one that it has. Default: none.
 * @param connections - The number of connections, from the first, that have it. Default: all.
 */
export async function openEndpoint(bug?: Bug, connections: number = Infinity): Promise<Endpoint> {
  const sockets = new Set<Socket>();
  let opened = 0;
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const isWrong = opened++ < connections;
    new Peer(socket, (it) => isWrong && it === bug, crash);
  });
  const crash = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: crash };
}

interface Frame {
  readonly fin: boolean;
  readonly rsv: number;
  readonly opcode: number;
  readonly payload: Buffer;
}

interface Deflate {
  readonly serverTakeover: boolean;
  readonly serverBits: number;
}

/** The longest message. */
export const MAX = 1_048_576;

/** The Origin that it takes; a request without one is fine. */
export const ORIGIN = 'https://good.example';

/** The subprotocol that it speaks. */
export const SUBPROTOCOL = 'echo.test';

/** One end of a connection. */
export class Peer {
  readonly #client: ClientOpening | undefined;
  #masks = 0;
  readonly #socket: Socket;
  readonly #has: (bug: Bug) => boolean;
  readonly #crash: () => void;
  #input = Buffer.alloc(0);
  #isOpen = false;
  #isOver = false;
  #deflate: Deflate | undefined;
  #history: Buffer = Buffer.alloc(0);
  #kind = 0;
  #isCompressed = false;
  #parts: Buffer[] = [];
  #phase = 0;
  #hasClosed = false;
  #sent: Buffer = Buffer.alloc(0);
  #pings = 0;
  #hasEnded = false;
  #isStuck = false;

  /** @param client - Default: this end is a server. */
  constructor(
    socket: Socket,
    has: (bug: Bug) => boolean,
    crash: () => void,
    client?: ClientOpening,
  ) {
    this.#client = client;
    if (client !== undefined) socket.write(client.request);
    this.#socket = socket;
    this.#has = has;
    this.#crash = crash;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#isStuck || this.#receiveEnd());
    socket.on('error', () => has('crash-on-reset') && crash());
  }

  #receive(chunk: Buffer): void {
    const has = this.#has;
    const isLarge = this.#input.length > 60_000 && !this.#isOpen;
    if (has('large-head-crashes') && isLarge) this.#crash();
    if (has('long-head-crashes') && !this.#isOpen && this.#input.length > 8_388_608) this.#crash();
    this.#input = Buffer.concat([this.#input, chunk]);
    if (!this.#isOpen && !this.#isOver) {
      if (this.#client === undefined) this.#open();
      else this.#openAsClient(this.#client);
    }
    this.#pings = 0;
    while (this.#isOpen && !this.#isOver && this.#takeFrame());
    const isCut = this.#isOpen && !this.#isOver && this.#input.length > 0;
    if (isCut && has('one-chunk-per-frame')) this.#fail(1002);
    if (isCut && has('utf8-by-chunk') && this.#input[0] === 0x81) {
      const at = this.#input[1] === 0xff ? 14 : this.#input[1] === 0xfe ? 8 : 6;
      if ((this.#input.length - at) % 4 !== 0 && this.#input.length > 1000) this.#fail(1007);
    }
  }

  #receiveEnd(): void {
    const { has } = this.#client ?? {};
    if (has?.('end-in-head-hangs') === true && !this.#isOpen) return;
    const isUnclean = this.#isOpen && !this.#isOver;
    if (isUnclean && has?.('sends-1006') === true) this.#send(8, Buffer.from([0x03, 0xee]), 0);
    this.#socket.end();
  }

  #openAsClient({ read, request, has }: ClientOpening): void {
    const answer = read(this.#input);
    if (answer === undefined) return;
    if (answer === 'refused') {
      this.#isOver = true;
      if (has('refusal-reused')) this.#socket.write(request);
      else if (!has('refusal-hangs')) this.#end();
      return;
    }
    const { length, bits, takeover } = answer;
    if (bits !== undefined) this.#deflate = { serverTakeover: takeover, serverBits: bits };
    this.#input = this.#input.subarray(has('first-frames-lost') ? this.#input.length : length);
    this.#isOpen = true;
  }

  // --- the opening handshake

  #open(): void {
    const has = this.#has;
    let text = this.#input.toString('latin1');
    while (text.startsWith('\r\n')) text = text.slice(2);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0 && has('bytes-before-response')) this.#socket.write('\x81\x02Hi', 'latin1');
    if (end < 0) {
      const isBareLineFeed = /(^|[^\r])\n/.test(text);
      const isLong = text.length > 256 * 1024 && !has('long-head-crashes');
      if (isBareLineFeed || has('reads-one-segment') || isLong) this.#refuse(400);
      return;
    }
    const answer = this.#answer(text.slice(0, end));
    if (typeof answer === 'number') {
      this.#refuse(answer);
      return;
    }
    const { length } = this.#input;
    const head = this.#input.indexOf('\r\n\r\n', this.#input.indexOf('G')) + 4;
    this.#input = this.#input.subarray(has('first-bytes-lost') ? length : head);
    this.#isOpen = true;
    this.#socket.write(answer, 'latin1');
  }

  #refuse(status: number): void {
    const has = this.#has;
    const versions = has('lists-version-8') ? '13, 8' : '13';
    const version = has('version-without-list') ? '' : `Sec-WebSocket-Version: ${versions}\r\n`;
    const upgrade = status === 426 && !has('no-upgrade-in-426') ? 'Upgrade: websocket\r\n' : '';
    const fields = `Connection: close\r\nContent-Length: 0\r\n${upgrade}${status === 426 ? version : ''}`;
    this.#socket.end(`HTTP/1.1 ${status} Refused\r\n${fields}\r\n`, 'latin1');
    this.#isOver = true;
  }

  /** A response, or the status to refuse with. */
  #answer(head: string): string | number {
    const has = this.#has;
    const [first = '', ...lines] = head.split('\r\n');
    const [method = '', target = '', version = '', more] = first.split(' ');
    const isGet = has('method-in-any-case') ? method.toUpperCase() === 'GET' : method === 'GET';
    if (!isGet && !(has('post-will-do') && method === 'POST')) return 405;
    if (more !== undefined || !/^[!-~]+$/.test(target) || target.includes('#')) return 400;
    if (!/^\/|^https?:\/\//.test(target)) return 400;
    if (has('no-absolute-target') && !target.startsWith('/')) return 400;
    const isKnown =
      /^HTTP\/1\.[1-9]$/.test(version) || (has('http-1.0-will-do') && version === 'HTTP/1.0');
    if (!isKnown && !has('any-http-version')) return 505;
    const fields = this.#fields(lines);
    if (fields === undefined) return 400;
    const all = (name: string): readonly string[] =>
      fields.filter(([it]) => it === name).map(([, value]) => value);
    const hosts = all('host');
    if (hosts.length === 0 && !has('host-not-needed')) return 400;
    if (hosts.length > 1 && !has('hosts-may-be-two')) return 400;
    if (hosts.some((host) => !/^[\w.:[\]-]+$/.test(host)) && !has('any-host')) return 400;
    const isOther = !target.startsWith('/') && !target.includes(hosts[0] ?? '');
    if (has('host-must-be-target') && isOther) return 400;
    if (has('unknown-field-refused') && fields.some(([name]) => unknown.test(name))) return 400;
    const origins = all('origin');
    const isOrigin = (origin: string): boolean =>
      has('origin-by-prefix') ? origin.startsWith(ORIGIN) : origin === ORIGIN;
    if (origins.length > 1 || origins.some((origin) => !isOrigin(origin))) return 403;
    const lengths = all('content-length');
    if (new Set(lengths).size > 1 && !has('two-lengths')) return 400;
    const hasBody = lengths.some((it) => it !== '0') || all('transfer-encoding').length > 0;
    if (hasBody && !has('body-is-frames') && !(has('two-lengths') && lengths.length > 1))
      return 400;
    return this.#judge(all) ?? this.#response(all);
  }

  #fields(lines: readonly string[]): readonly (readonly [string, string])[] | undefined {
    const has = this.#has;
    const fields: (readonly [string, string])[] = [];
    for (const [i, line] of lines.entries()) {
      if (/^[ \t]/.test(line)) {
        if (i === 0 && has('space-before-first-field')) continue;
        if (!has('fold-in-key') || fields.length === 0) return undefined;
        const [name, value] = fields.pop()!;
        fields.push([name, value + line.trim()]);
        continue;
      }
      const colon = line.indexOf(':');
      if (colon < 0) {
        if (has('no-colon-will-do')) continue;
        return undefined;
      }
      let name = line.slice(0, colon);
      if (has('space-before-colon')) name = name.trimEnd();
      const isToken = /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
      if (!isToken && !has('name-may-be-anything')) return undefined;
      let value = line.slice(colon + 1);
      if (!has('key-not-trimmed')) value = value.replace(/^[ \t]+|[ \t]+$/g, '');
      else value = value.replace(/^ /, '');
      if (/[\0\r\n]/.test(value) && !has('nul-in-value')) return undefined;
      if (has('object-keys') && name in {}) return undefined;
      fields.push([has('names-case-sensitive') ? name : name.toLowerCase(), value] as const);
    }
    return has('names-case-sensitive')
      ? fields.map(([name, value]) => [
          /^[A-Z][a-z]+(-[A-Z]\w+)*$|^Sec-WebSocket-/.test(name) ? name.toLowerCase() : name,
          value,
        ])
      : fields;
  }

  #judge(all: (name: string) => readonly string[]): number | undefined {
    const has = this.#has;
    const list = (name: string): readonly string[] =>
      all(name)
        .join(',')
        .split(',')
        .map((it) => it.trim())
        .map((it) => (has('upgrade-case-sensitive') && name === 'upgrade' ? it : it.toLowerCase()));
    const upgrade = list('upgrade');
    const isUpgrade = has('upgrade-by-substring')
      ? upgrade.join().includes('websocket')
      : upgrade.includes('websocket');
    if (!isUpgrade && !has('upgrade-not-needed')) return 400;
    const connection = has('connection-not-a-list')
      ? all('connection').map((it) => it.toLowerCase())
      : list('connection');
    const isConnection = has('connection-by-substring')
      ? connection.join().includes('upgrade')
      : connection.includes('upgrade');
    if (!isConnection && !has('connection-not-needed')) return 400;
    const versions = all('sec-websocket-version');
    const [version = ''] = versions;
    const isVersion =
      (version === '13' && versions.length === 1) ||
      has('any-version') ||
      (has('version-by-prefix') && version.startsWith('13')) ||
      (has('version-as-number') && Number(version) === 13) ||
      (has('version-in-list') && /(^|[ ,])13($|,)/.test(version)) ||
      (has('hixie-75-spoken') && versions.length === 0) ||
      (has('version-not-needed') && versions.length === 0);
    if (!isVersion) return 426;
    const keys = all('sec-websocket-key');
    if (keys.length > 1) return has('key-twice-crashes-handshake') ? 99 : 400;
    if (keys.length === 0) return has('key-not-needed') || has('hixie-75-spoken') ? undefined : 400;
    if (has('key-not-checked')) return undefined;
    if (keys[0] === '' && has('key-may-be-empty')) return undefined;
    if (has('key-not-trimmed')) return undefined;
    return /^[\w+/]{22}==$/.test(keys[0]!) ? undefined : 400;
  }

  #response(all: (name: string) => readonly string[]): string | number {
    const has = this.#has;
    const key = all('sec-websocket-key')[0] ?? '';
    const guid = has('accept-of-no-guid') ? '' : '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    if (has('accept-kept')) kept.key ??= key;
    const accept = createHash('sha1')
      .update((has('accept-kept') ? kept.key! : key) + guid)
      .digest(has('accept-in-hex') ? 'hex' : 'base64');
    const subprotocols = has('first-subprotocol-field-only')
      ? all('sec-websocket-protocol').slice(0, 1)
      : all('sec-websocket-protocol');
    const isMalformed = subprotocols.some((it) => !/^[\w.-]+([ \t]*,[ \t]*[\w.-]+)*$/.test(it));
    if (isMalformed && !has('subprotocols-not-checked')) return 400;
    const offered = subprotocols.join(',').split(/\s*,\s*/);
    if (new Set(offered).size < offered.length && !has('subprotocols-not-checked')) return 400;
    const chosen = this.#chosen(offered);
    const offers = all('sec-websocket-extensions');
    if (has('two-extension-fields-refused') && offers.length > 1) return 400;
    const extension = this.#negotiate(offers.join(', '));
    if (extension === 400) return 400;
    return [
      has('response-in-lower-http')
        ? 'http/1.1 101 Switching Protocols'
        : 'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      ...(has('response-has-length') ? ['Content-Length: 0'] : []),
      ...(has('picks-unknown-subprotocol') ? ['Sec-WebSocket-Protocol: nobody.asked'] : []),
      ...(chosen === '' ? [] : [`Sec-WebSocket-Protocol: ${chosen}`]),
      ...(extension === '' ? [] : [`Sec-WebSocket-Extensions: ${extension}`]),
      '\r\n',
    ].join('\r\n');
  }

  #chosen(offered: readonly string[]): string {
    const has = this.#has;
    if (has('picks-first-subprotocol') && !offered.includes(SUBPROTOCOL)) {
      return (offered[0] ?? '').toUpperCase();
    }
    if (has('picks-two-subprotocols') && offered.length === 2) return offered.join(', ');
    return offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : '';
  }

  #negotiate(value: string): string | 400 {
    const has = this.#has;
    if (value.replaceAll(/[\s,]/g, '') === '') return '';
    if (has('quotes-refused') && value.includes('"')) return 400;
    if (has('empty-elements-refused') && /(^|,)\s*(,|$)/.test(value)) return 400;
    if (has('many-offers-crash') && value.length > 10_000) this.#crash();
    const [, behindComma] = /"[^"]*,(\w+)[^"]*"/.exec(value) ?? [];
    if (has('comma-in-quotes-splits') && behindComma !== undefined) return behindComma;
    const quoted = '"[^"]*"';
    const parameter = `\\s*;\\s*[\\w.-]+(\\s*=\\s*([\\w.+-]+|${quoted}))?`;
    const element = `\\s*([\\w.-]+(${parameter})*)?\\s*`;
    const isWellFormed = new RegExp(`^${element}(,${element})*$`).test(value);
    if (!isWellFormed && !has('extension-grammar-ignored')) return 400;
    if (has('answers-first-offer') && !value.startsWith('x-nonsense')) {
      const [first = ''] = value.split(/[,;]/);
      if (first.trim() !== 'permessage-deflate') return first.trim();
    }
    if (has('answers-unknown-extension') && value.startsWith('x-nonsense')) return 'x-nonsense';
    for (const offer of value.match(new RegExp(`[\\w.-]+(${parameter})*`, 'g')) ?? []) {
      const [name, ...parameters] = offer.split(';').map((it) => it.trim());
      if (name !== 'permessage-deflate') continue;
      const answer = this.#accept(parameters.map((it) => it.split('=').map((part) => part.trim())));
      if (answer !== undefined && has('answer-malformed')) return `${answer};`;
      const isTwice = value.split('permessage-deflate').length > 2;
      if (answer !== undefined && has('answers-offers-twice') && isTwice) {
        return `${answer}, permessage-deflate`;
      }
      if (answer !== undefined) return answer;
    }
    return '';
  }

  #accept(parameters: readonly string[][]): string | undefined {
    const has = this.#has;
    const names = parameters.map(([name]) => name);
    if (new Set(names).size < names.length && !has('parameter-twice-accepted')) return undefined;
    const answer = ['permessage-deflate'];
    let serverTakeover = true;
    let serverBits = 15;
    for (const [name = '', raw] of parameters) {
      const value = raw?.replace(/^"(.*)"$/, '$1');
      const isBits =
        /^([89]|1[0-5])$/.test(value ?? '') ||
        (has('bits-out-of-range-accepted') && /^\d+$/.test(value ?? '')) ||
        (has('bits-with-zero-accepted') && /^0[89]$/.test(value ?? ''));
      if (name === 'server_no_context_takeover' || name === 'client_no_context_takeover') {
        if (value !== undefined && !has('value-for-flag-accepted')) return undefined;
        if (name.startsWith('server')) serverTakeover = false;
        if (name.startsWith('server') && !has('takeover-ignored')) answer.push(name);
      } else if (name === 'server_max_window_bits') {
        if (value === undefined && !has('bits-without-value-accepted')) return undefined;
        if (value !== undefined && !isBits) return undefined;
        serverBits = Number(value ?? 15);
        // zlib takes 8 for 9.
        if (serverBits === 8) return undefined;
        if (!has('server-bits-ignored')) answer.push(`${name}=${value ?? 15}`);
      } else if (name === 'client_max_window_bits') {
        if (value !== undefined && !isBits) return undefined;
        if (has('client-bits-without-value')) answer.push(name);
      } else if (!has('unknown-parameter-accepted')) return undefined;
    }
    const isAsked = names.includes('client_max_window_bits');
    if (has('client-bits-unasked') && !isAsked) answer.push('client_max_window_bits=15');
    this.#deflate = { serverTakeover, serverBits: Math.min(15, Math.max(9, serverBits)) };
    return answer.join('; ');
  }

  // --- frames

  #takeFrame(): boolean {
    const has = this.#has;
    const input = this.#input;
    if (input.length < 2) return false;
    if (has('http-in-payload-refused') && input.includes('HTTP/1.1')) return this.#fail(1002);
    if (has('hixie-frames') && (input[0] === 0 || input[0] === 0xff)) {
      const end = input.indexOf(0xff);
      this.#input = input.subarray(Math.max(2, end + 1));
      return end >= 0;
    }
    const fin = input[0]! >= 0x80;
    const rsv = (input[0]! >> 4) & 7;
    const opcode = input[0]! & 15;
    const isMasked = input[1]! >= 0x80;
    const isControl = opcode >= 8;
    const short = input[1]! & 0x7f;
    const fault = this.#headerFault(fin, rsv, opcode, isMasked, short);
    if (fault !== undefined) {
      this.#fail(fault);
      return false;
    }
    const header = this.#lengthIn(input, short);
    if (header === 'more') return false;
    if (header === 'wrong') return this.#fail(1002);
    const { at, length } = header;
    const before = has('limit-of-fragments-missing') || opcode !== 0 ? 0 : this.#partsLength;
    const isTooLong = before + length > MAX || (has('limit-off-by-one') && length === MAX);
    if (isTooLong && !isControl) return this.#fail(1009);
    if (has('header-cut-loses-byte') && input.length < at + 4) this.#input = input.subarray(0, -1);
    const hasKey = isMasked && !(has('key-ignored-when-empty') && length === 0);
    const start = at + (hasKey ? 4 : 0);
    if (input.length < start + length) {
      if (!isControl && !this.#isCompressedNow(rsv))
        return this.#lookAhead(opcode, input, at, start, isMasked);
      return false;
    }
    const payload = Buffer.from(input.subarray(start, start + length));
    if (hasKey) this.#unmask(payload, input.subarray(at, at + 4));
    const isLossy = has('rest-behind-long-frame-lost') && length > 65536;
    this.#input = isLossy ? Buffer.alloc(0) : input.subarray(start + length);
    return this.#take({ fin, rsv, opcode, payload });
  }

  /** The length of the payload, and where the header goes on. */
  #lengthIn(
    input: Buffer,
    short: number,
  ): { readonly length: number; readonly at: number } | 'more' | 'wrong' {
    const has = this.#has;
    if (short === 126) {
      if (input.length < 4) return 'more';
      const length = input.readUInt16BE(2);
      if (length < 126 && !has('non-minimal-16')) return 'wrong';
      const signed = Math.max(0, input.readInt16BE(2));
      return { length: has('length-in-16-bits-signed') ? signed : length, at: 4 };
    }
    if (short < 126) return { length: short, at: 2 };
    if (input.length < 10) return 'more';
    const wide = input.readBigUInt64BE(2);
    if (wide >= 2n ** 63n && !has('msb-ignored')) return 'wrong';
    if (wide < 65536n && !has('non-minimal-64')) return 'wrong';
    let length = has('length-in-32-bits') ? Number(wide & 0xffffffffn) : Number(wide);
    if (has('length-in-32-bits-signed')) length = Math.max(0, Number(BigInt.asIntN(32, wide)));
    if (has('length-64-as-16')) length = Number(wide & 0xffffn);
    if (has('msb-ignored')) length = Number(wide & 0x7fn);
    return { length, at: 10 };
  }

  get #partsLength(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  #isCompressedNow(rsv: number): boolean {
    return rsv !== 0 || this.#isCompressed;
  }

  /** An invalid byte in a text that is not whole fails at once. */
  #lookAhead(opcode: number, input: Buffer, at: number, start: number, isMasked: boolean): boolean {
    if (input.length <= start || this.#has('utf8-not-checked') || this.#has('utf8-by-fragment'))
      return false;
    const isText = opcode === 1 || (opcode === 0 && this.#kind === 1);
    if (!isText) return false;
    const part = Buffer.from(input.subarray(start));
    if (isMasked) this.#unmask(part, input.subarray(at, at + 4), true);
    return isUtf8Prefix(Buffer.concat([...this.#parts, part])) ? false : this.#fail(1007);
  }

  #headerFault(
    fin: boolean,
    rsv: number,
    opcode: number,
    isMasked: boolean,
    length: number,
  ): number | undefined {
    const has = this.#has;
    const isControl = opcode >= 8;
    if (has('crash-on-reserved-opcode') && opcode === 3) this.#crash();
    const isReserved = isControl
      ? opcode > 10 && !has('reserved-control-opcodes')
      : opcode > 2 && !has('reserved-data-opcodes');
    if (isReserved) return 1002;
    const allowed =
      this.#deflate !== undefined &&
      (opcode === 1 ||
        opcode === 2 ||
        has('rsv1-anywhere') ||
        (isControl && has('rsv-on-control-ignored')))
        ? has('rsv2-with-deflate-ignored')
          ? 7
          : 4
        : 0;
    const isRsvFault = (rsv & ~allowed) !== 0;
    if (isRsvFault && !has('rsv-ignored') && !(isControl && has('rsv-on-control-ignored')))
      return 1002;
    if (this.#client !== undefined) {
      if (isMasked && !this.#client.has('masked-accepted')) return 1002;
    } else if (
      !isMasked &&
      !has('unmasked-accepted') &&
      !(isControl && has('unmasked-control-accepted'))
    )
      return 1002;
    if (isControl && length > 125 && !has('control-too-long')) return 1002;
    const isPart = has('ping-in-fragments');
    if (isControl && !fin && !has('control-fragmented') && !isPart) return 1002;
    const isInside = this.#kind !== 0;
    if (opcode === 0 && !isInside && !has('continuation-without-start') && !isPart) return 1002;
    const isNew = opcode === 1 || opcode === 2;
    const mayBegin = fin ? has('new-message-inside') : has('new-fragmented-message-inside');
    return isNew && isInside && !mayBegin ? 1002 : undefined;
  }

  #unmask(payload: Buffer, key: Buffer, isLook = false): void {
    const has = this.#has;
    if (has('key-zero-is-none') && key[0] === 0) return;
    const phase = has('key-phase-kept') ? this.#phase : 0;
    for (let i = 0; i < payload.length; i++) payload[i] = payload[i]! ^ key[(i + phase) % 4]!;
    if (!isLook) this.#phase = (phase + payload.length) % 4;
  }

  #take(frame: Frame): boolean {
    const { opcode, payload } = frame;
    const has = this.#has;
    if (this.#hasClosed && opcode !== 8) {
      if (opcode < 3 && has('data-after-own-close')) this.#send(1, payload, 0);
      if (opcode === 9 && has('data-after-own-close')) this.#send(1, payload, 0);
      return true;
    }
    if (opcode >= 8) {
      if (has('control-ends-message') && this.#kind !== 0) this.#finishMessage();
      return this.#takeControl(opcode, payload);
    }
    if (opcode > 2) return true;
    if (has('ping-in-fragments') && opcode === 0 && this.#kind === 0) return true;
    if (has('empty-first-fragment-is-none') && opcode !== 0 && !frame.fin && payload.length === 0)
      return true;
    if (opcode !== 0 || this.#kind === 0) {
      this.#kind = opcode === 0 ? 1 : opcode;
      this.#isCompressed =
        ((frame.rsv & 4) !== 0 && (frame.fin || !has('plain-when-fragmented'))) ||
        (has('plain-is-inflated') && this.#deflate !== undefined);
      this.#parts = [];
    } else if (has('fragment-type-of-last')) this.#kind = 2;
    this.#parts.push(payload);
    if (has('fragments-at-most-16') && this.#parts.length > 16) return this.#fail(1009);
    if (has('many-fragments-crash') && this.#parts.length > 10_000) this.#crash();
    if (has('fragments-swapped') && this.#parts.length === 2) this.#parts.reverse();
    if (frame.fin && !(has('empty-last-fragment-lost') && payload.length === 0 && opcode === 0)) {
      return this.#finishMessage();
    }
    const isText = this.#kind === 1 && !this.#isCompressed && !has('utf8-not-checked');
    if (isText && has('utf8-by-fragment')) return this.#isText(payload) || this.#fail(1007);
    if (isText && !this.#isTextPrefix(Buffer.concat(this.#parts))) return this.#fail(1007);
    const isInflatable = this.#kind === 1 && this.#isCompressed && !has('utf8-not-checked');
    if (isInflatable && !this.#isTextPrefix(this.#inflatedSoFar())) return this.#fail(1007);
    return true;
  }

  /** What the fragments so far inflate to; nothing if they do not. */
  #inflatedSoFar(): Buffer {
    try {
      return inflateRawSync(Buffer.concat(this.#parts), {
        ...(this.#history.length > 0 ? { dictionary: this.#history } : {}),
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: MAX,
      });
    } catch {
      return Buffer.alloc(0);
    }
  }

  #isTextPrefix(bytes: Buffer): boolean {
    return (
      this.#has('surrogates-accepted') || this.#has('overlong-accepted') || isUtf8Prefix(bytes)
    );
  }

  #finishMessage(): boolean {
    const has = this.#has;
    const kind = this.#kind;
    let data: Buffer = Buffer.concat(this.#parts);
    this.#kind = 0;
    this.#parts = [];
    if (this.#isCompressed) {
      const plain = this.#inflate(data);
      if (plain === undefined) return this.#fail(1007);
      data = plain;
    }
    this.#isCompressed = false;
    if (kind === 1 && !has('utf8-not-checked') && !this.#isText(data)) return this.#fail(1007);
    if (
      has('bom-stripped') &&
      kind === 1 &&
      data.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
    ) {
      data = data.subarray(3);
    }
    if (has('text-cut-at-nul') && kind === 1 && data.includes(0))
      data = data.subarray(0, data.indexOf(0));
    if (has('binary-as-text') && kind === 2) data = Buffer.from(data.toString('utf8'));
    if (has('drops-every-256th-byte') && data.length > 256) data = data.subarray(0, -1);
    if (this.#obeys(data)) return true;
    if (has('long-text-cut') && kind === 1 && data.length > 60_000) data = data.subarray(0, 60_001);
    this.#echo(has('echo-as-binary') ? 2 : kind, data);
    if (has('echo-twice')) this.#echo(kind, data);
    return true;
  }

  /** Texts that are orders. */
  #obeys(data: Buffer): boolean {
    const has = this.#has;
    const [, code, reason = ''] = /^close:(\d+):(.*)$/.exec(data.toString('latin1')) ?? [];
    if (code !== undefined) {
      const number = has('own-code-lost') && reason === 'bye' ? 1000 : Number(code);
      const head = Buffer.from([number >> 8, number & 0xff]);
      this.#send(8, Buffer.concat([head, Buffer.from(reason)]), 0);
      this.#hasClosed = true;
      return true;
    }
    if (String(data) !== 'surrogate:d800') return false;
    this.#send(1, Buffer.from(has('sends-surrogates') ? 'eda080' : 'efbfbd', 'hex'), 0);
    return true;
  }

  #isText(bytes: Buffer): boolean {
    const has = this.#has;
    if (has('surrogates-accepted') && bytes.includes(0xed)) return true;
    if (
      has('overlong-accepted') &&
      (bytes.includes(0xc0) || bytes.includes(0xe0) || bytes.includes(0xf0))
    )
      return true;
    if (has('two-bytes-a-character') && bytes.some((byte) => byte >= 0xf0)) return false;
    return isUtf8(bytes);
  }

  #inflate(bytes: Buffer): Buffer | undefined {
    const has = this.#has;
    if (this.#hasEnded || (has('empty-is-no-message') && bytes.length < 3)) return undefined;
    if (has('stored-blocks-refused') && bytes.length > 1 && (bytes[0]! & 6) === 0) return undefined;
    const marker = Buffer.from([0, 0, 0xff, 0xff]);
    let rest = Buffer.concat([bytes, marker]);
    if (has('marker-ends-message')) rest = rest.subarray(0, rest.indexOf(marker) + 4);
    let plain = Buffer.alloc(0);
    let history: Buffer = has('no-takeover') ? Buffer.alloc(0) : this.#history;
    if (has('window-of-16-kib')) history = history.subarray(-16_384);
    if (has('window-of-128')) history = history.subarray(-128);
    const isBroken =
      has('inflate-by-fragment') && bytes.length > 3 && bytes[0] === 0xf2 && bytes.length < 6;
    if (isBroken) return undefined;
    try {
      // After a block that says BFINAL another one may follow.
      while (rest.length > 0) {
        const { buffer, engine } = inflateRawSync(rest, {
          ...(history.length > 0 ? { dictionary: history } : {}),
          finishFlush: constants.Z_SYNC_FLUSH,
          maxOutputLength: MAX,
          info: true,
        }) as unknown as {
          readonly buffer: Buffer;
          readonly engine: { readonly bytesWritten: number };
        };
        plain = Buffer.concat([plain, buffer]);
        history = Buffer.concat([history, buffer]).subarray(-32768);
        rest = rest.subarray(engine.bytesWritten);
        if (has('ends-at-bfinal') && rest.length > 0) this.#hasEnded = true;
        if (has('bfinal-forgets-context') && rest.length > 0) history = Buffer.alloc(0);
        if (engine.bytesWritten === 0 || has('bfinal-ends-stream')) break;
      }
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (has('bomb-crashes') && code === 'ERR_BUFFER_TOO_LARGE') this.#crash();
      if (!has('inflate-error-ignored')) return undefined;
    }
    this.#history = history;
    if (isTruncated(bytes) && !has('inflate-error-ignored')) return undefined;
    return plain;
  }

  #echo(kind: number, data: Buffer): void {
    if (this.#deflate === undefined) {
      this.#send(kind, data, 0);
      return;
    }
    const has = this.#has;
    const { serverBits, serverTakeover } = this.#deflate;
    const windowBits = has('server-bits-not-kept') ? 15 : serverBits;
    // zlib takes 8 for 9.
    if (windowBits === 8) {
      this.#send(kind, data, 0);
      return;
    }
    const takesOver =
      has('context-kept-after-promise') || (this.#client !== undefined && serverTakeover);
    const flat = deflateRawSync(data, {
      windowBits,
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(takesOver && this.#sent.length > 0 ? { dictionary: this.#sent } : {}),
    });
    this.#sent = data;
    const isLossy = has('long-message-loses-tail') && data.length > 1000;
    this.#send(kind, flat.subarray(0, isLossy ? -5 : -4), 4);
  }

  #takeControl(opcode: number, payload: Buffer): boolean {
    const has = this.#has;
    if (opcode === 8) return this.#takeClose(payload);
    if (opcode === 10) {
      if (has('pong-answered')) this.#send(8, Buffer.from([0x03, 0xea]), 0);
      return true;
    }
    if (opcode > 10) return true;
    if (has('no-pong-inside-message') && this.#kind !== 0) return true;
    if (has('hang-on-empty-ping') && payload.length === 0) {
      this.#isOver = true;
      return false;
    }
    if (has('ping-payload-must-be-utf8') && !isUtf8(payload)) return this.#fail(1007);
    if (has('first-ping-only') && this.#pings++ > 0) return true;
    if (has('pong-lost-before-data') && [0x81, 0x82].includes(this.#input[0] ?? 0)) return true;
    if (has('pong-compressed') && this.#deflate !== undefined && payload.length > 20) {
      this.#send(10, payload, 4);
      return true;
    }
    if (has('pong-in-fragments') && payload.length === 125) {
      this.#socket.write(Buffer.concat([Buffer.from([0x0a, 1]), payload.subarray(0, 1)]));
      this.#send(0, payload.subarray(1), 0);
      return true;
    }
    const isCut = has('pong-cut-at-64') && payload.length > 64;
    this.#send(
      10,
      has('pong-is-empty') ? Buffer.alloc(0) : isCut ? payload.subarray(0, 64) : payload,
      0,
    );
    return true;
  }

  #takeClose(payload: Buffer): boolean {
    const has = this.#has;
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    if (payload.length === 1 && !has('close-of-one-byte')) return this.#fail(1002);
    if (payload.length >= 2 && !this.#isCode(code)) return this.#fail(1002);
    if (!isUtf8(payload.subarray(2)) && !has('close-reason-not-utf8')) return this.#fail(1007);
    const isAscii = payload.subarray(2).every((byte) => byte >= 32 && byte < 127);
    if (has('reason-in-ascii-only') && !isAscii) return this.#fail(1007);
    if (this.#hasClosed && !has('answers-after-own-close')) {
      this.#end();
      this.#isOver = true;
      return false;
    }
    if (has('close-not-answered')) {
      this.#end();
      return false;
    }
    const isSent1005 = this.#client?.has('sends-1005') === true && payload.length === 0;
    let reply = has('close-always-empty') ? Buffer.alloc(0) : payload.subarray(0, 2);
    if (has('reply-of-one-byte') && payload.length > 2) reply = reply.subarray(0, 1);
    if (has('reply-of-1005') && payload.length === 0) reply = Buffer.from([0x03, 0xed]);
    if (has('close-answered-by-1000')) reply = Buffer.from([0x03, 0xe8]);
    if (has('close-code-swapped') && reply.length === 2)
      reply = Buffer.from([reply[1]!, reply[0]!]);
    if (isSent1005) reply = Buffer.from([0x03, 0xed]);
    this.#send(8, reply, 0);
    if (has('two-close-frames')) this.#send(8, reply, 0);
    if (has('text-after-close')) this.#send(1, Buffer.from('late'), 0);
    if (has('reads-after-close')) return true;
    this.#isStuck = has('tcp-never-ends');
    const leavesEnd = this.#client !== undefined && !this.#client.has('closes-tcp-first');
    if (!has('close-leaves-tcp-open') && !leavesEnd) this.#end();
    this.#isOver = true;
    return false;
  }

  #isCode(code: number): boolean {
    const has = this.#has;
    if (code < 1000) return has('close-below-1000');
    if (code === 1005 || code === 1006 || code === 1015) return has('close-1005');
    if (code === 1004 || (code > 1014 && code < 3000)) return has('close-undefined-codes');
    if (code > 4999) return has('close-above-4999');
    return !(code === 4000 && has('close-4000-refused'));
  }

  #fail(code: number): false {
    const has = this.#has;
    this.#send(8, Buffer.from([code >> 8, code & 0xff]), 0);
    if (has('fatal-goes-on')) {
      this.#input = Buffer.alloc(0);
      this.#send(1, Buffer.from('still here'), 0);
      return false;
    }
    this.#isStuck = has('tcp-never-ends');
    if (!has('fatal-leaves-tcp-open')) this.#end();
    this.#isOver = true;
    return false;
  }

  #end(): void {
    if (this.#isStuck) return;
    this.#socket.end();
    this.#socket.resume();
  }

  #send(opcode: number, payload: Buffer, rsv: number): void {
    const has = this.#has;
    const { length } = payload;
    const head = Buffer.alloc(10);
    const isOdd = has('rsv2-on-long-frames') && length > 150;
    head[0] = 0x80 | ((rsv | (isOdd ? 2 : 0)) << 4) | opcode;
    if (has('sends-start-twice') && length > 60_000) {
      this.#socket.write(Buffer.from([opcode, 0]));
    }
    let size = 2;
    const isLongForm = has('long-form-always') || (has('long-form-for-126') && length === 126);
    if (length > 65535 || isLongForm) {
      head[1] = 127;
      head.writeBigUInt64BE(BigInt(length), 2);
      size = 10;
    } else if (length > 125) {
      head[1] = 126;
      head.writeUInt16BE(length, 2);
      size = 4;
    } else head[1] = length;
    if (this.#client !== undefined && !this.#client.has('unmasked-sent')) {
      const key = this.#maskingKey(this.#client.has);
      head[1] |= 0x80;
      const masked = payload.map((byte, i) => byte ^ key[i % 4]!);
      this.#socket.write(Buffer.concat([head.subarray(0, size), key, masked]));
    } else if (has('masks-its-frames') || (has('masks-long-frames') && length > 1000)) {
      head[1] |= 0x80;
      this.#socket.write(Buffer.concat([head.subarray(0, size), Buffer.alloc(4), payload]));
    } else this.#socket.write(Buffer.concat([head.subarray(0, size), payload]));
  }

  #maskingKey(has: ClientOpening['has']): Buffer {
    const key = randomBytes(4);
    if (has('mask-constant')) key.fill(1);
    if (has('mask-counter')) key.writeUInt32BE(this.#masks++);
    return key;
  }
}

/** Fields that no RFC has told it of. */
const unknown = /^(x-|sec-websocket-(draft|origin))/;

/** The key that `accept-kept` remembers. */
const kept: { key?: string } = {};

/** Without a last block that is whole, the stream is cut off: its four last bytes were read as something else. */
function isTruncated(bytes: Buffer): boolean {
  const rest = Buffer.concat([bytes, Buffer.from([0, 0, 0xff, 0xff])]);
  try {
    inflateRawSync(Buffer.concat([rest, Buffer.from([0x03, 0x00])]), {
      dictionary: Buffer.alloc(32768),
      maxOutputLength: MAX,
    });
    return false;
  } catch {
    return true;
  }
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text can begin so. */
function isUtf8Prefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
