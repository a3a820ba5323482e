/** Reactions of servers in the field that break no sentence of an RFC: none of them fails. @module */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import {
  loadCatalogue,
  type Probe,
  parseTarget,
  probe,
  runSuite,
  type ServerSetup,
  selectCases,
  type Verdict,
} from '@sansocket/conformance';

/** How a server differs from one that answers the handshake, pings and Close frames, and nothing else. */
interface Quirk {
  /** The answer to a handshake; an empty one: none. Default: the right one. */
  readonly answer?: (head: string) => string | undefined;
  /** The answer to a frame that is no ping, in hex, before the end of TCP. Default: none, and no end. */
  readonly reaction?: string;
}

const keysIn = (head: string): readonly string[] =>
  [...head.matchAll(/^sec-websocket-key:[ \t]*(\S*)/gim)].map(([, key]) => key!);

function switching(key: string | undefined, extensions = ''): string {
  const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
  const accept = createHash('sha1')
    .update(`${key ?? ''}${guid}`)
    .digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
  if (key !== undefined) lines.push(`Sec-WebSocket-Accept: ${accept}`);
  if (extensions !== '') lines.push(`Sec-WebSocket-Extensions: ${extensions}`);
  return [...lines, '', ''].join('\r\n');
}

function serve(socket: Socket, { answer, reaction }: Quirk): void {
  let isOpen = false;
  let input = Buffer.alloc(0);
  const takeHead = (): void => {
    const end = input.indexOf('\r\n\r\n') + 4;
    if (end < 4) return;
    const head = input.subarray(0, end).toString('latin1');
    input = input.subarray(end);
    const text = answer?.(head) ?? switching(keysIn(head)[0]);
    isOpen = text.startsWith('HTTP/1.1 101');
    socket.write(text);
    if (!isOpen && text !== '') socket.end();
    if (isOpen) takeFrames();
  };
  const takeFrames = (): void => {
    while (input.length >= 6) {
      const [first = 0, second = 0] = input;
      const isPing = first === 0x89;
      if (!isPing && reaction !== undefined) socket.end(Buffer.from(reaction, 'hex'));
      if (!isPing && first !== 0x88) return;
      const length = second & 0x7f;
      const key = input.subarray(2, 6);
      const payload = input.subarray(6, 6 + length).map((byte, i) => byte ^ key[i % 4]!);
      input = input.subarray(6 + length);
      socket.write(Buffer.from([isPing ? 0x8a : 0x88, length, ...payload]));
      if (!isPing) socket.end();
    }
  };
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    input = Buffer.concat([input, bytes]);
    if (isOpen) takeFrames();
    else takeHead();
  });
}

async function withServer<Result>(
  quirk: Quirk,
  use: (setup: ServerSetup) => Promise<Result>,
): Promise<Result> {
  const server = createServer((socket) => serve(socket, quirk)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = parseTarget(`ws://127.0.0.1:${port}/`);
  try {
    return await use({ target, fields: [], subprotocols: [], isEcho: false });
  } finally {
    server.close();
  }
}

const catalogue = loadCatalogue();
const found: Probe = {
  abilities: [],
  times: { reaction: 300, beat: 2 },
  roundTrip: { median: 1, max: 1 },
  notes: [],
};

function verdictOf(id: string, quirk: Quirk): Promise<Verdict | undefined> {
  return withServer(quirk, async (setup) => {
    const cases = selectCases(catalogue, 'quick', [id]);
    const { results } = await runSuite(setup, found, cases, {
      jobs: 1,
      onResult: () => undefined,
      restart: () => Promise.resolve(false),
    });
    return results[0]?.verdict;
  });
}

/** Only for a request that is not the usual one. */
const unusual =
  (isUnusual: RegExp, text: (head: string) => string) =>
  (head: string): string | undefined =>
    isUnusual.test(head) ? text(head) : undefined;

/** To a request without Sec-WebSocket-Version. */
const asHixie75 = (head: string): string | undefined =>
  /^sec-websocket-version:/im.test(head) ? undefined : switching(undefined);

const refusal = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n';

const rows: readonly (readonly [about: string, id: string, verdict: Verdict, quirk: Quirk])[] = [
  // §7.1.7: the Close frame with an appropriate code is a SHOULD; gevent-websocket sends an empty one.
  [
    'a fatal frame is answered by an empty Close frame',
    'FR-005',
    'non-strict',
    { reaction: '8800' },
  ],
  // websocket closes with 1000, permessage-deflate of faye with 1010.
  ['a fatal frame is answered by code 1010', 'FR-005', 'non-strict', { reaction: '880203f2' }],
  [
    'a Close frame of one byte is answered by an empty one',
    'CL-002',
    'non-strict',
    { reaction: '8800' },
  ],
  // The answer typically echoes the code (§5.5.1); aiohttp reads on, and answers the garbage behind the Close frame.
  ['a Close frame is answered by another code', 'CL-016', 'non-strict', { reaction: '880203ea' }],
  // §5.5.1 forbids data after a Close frame, not a second one; Netty sends one.
  ['two Close frames', 'FR-005', 'non-strict', { reaction: '880203ea880203e8' }],
  ['a text after a Close frame', 'FR-005', 'fail', { reaction: '880203ea810161' }],
  // Any of two keys may be taken: §11.3.1 binds the client.
  [
    'the last of two keys is taken',
    'HS-020',
    'non-strict',
    { answer: (head) => switching(keysIn(head).at(-1)) },
  ],
  // That version 99 is served is for HS-023: this case is of a 426 alone.
  ['a version that nobody speaks is served', 'HS-024', 'non-strict', {}],
  // Without a version it is a request of Hixie-75, which Ruby's websocket-driver speaks.
  [
    'a request without a version is served as one of Hixie-75',
    'HS-022',
    'non-strict',
    { answer: asHixie75 },
  ],
  ['a request of Hixie-75 is served', 'LG-003', 'non-strict', { answer: asHixie75 }],
  // Tomcat answers HTTP/0.9 with the body alone.
  [
    'a request line without a version is answered as in HTTP/0.9',
    'HS-034',
    'non-strict',
    {
      answer: unusual(/^(?!GET \/ HTTP\/1.1\r)/, (head) =>
        head.startsWith('GET /\r') ? 'Not found' : refusal,
      ),
    },
  ],
  // Autobahn waits for CR LF: RFC 9112 §2.2 says that a bare LF MAY be taken.
  ['an end that is a bare LF is waited out', 'HS-045', 'non-strict', {}],
  [
    'a field name that is no token is taken',
    'HS-051',
    'non-strict',
    { answer: (head) => switching(keysIn(head)[0]) },
  ],
  [
    'Content-Length: 0 is refused',
    'HS-057',
    'non-strict',
    { answer: unusual(/content-length/i, () => refusal) },
  ],
  // A body without a length goes on to the end of the connection (RFC 9112 §6.3).
  [
    'a refusal with a body without a length',
    'HS-071',
    'pass',
    { answer: unusual(/version: 99/i, () => 'HTTP/1.1 400 Bad Request\r\n\r\nNo.') },
  ],
  // RFC 7692 §7.1.2.1 has no answer that a server must give to an offer that it cannot meet.
  [
    'a small window is refused',
    'EX-007',
    'non-strict',
    { answer: unusual(/window_bits/, () => refusal) },
  ],
  // A server need not look at the opcode before there is a payload.
  ['a frame that does not end is waited for', 'FR-007', 'non-strict', {}],
];

describe('a reaction that breaks no sentence', () => {
  it.each(rows)('%s: %s %s', async (_, id, verdict, quirk) => {
    expect(await verdictOf(id, quirk)).toBe(verdict);
  });
});

describe('probe()', () => {
  it.each([
    ['permessage-deflate', true],
    ['permessage-deflate; client_no_context_takeover', false],
  ])('knows from %s whether messages may refer to others', async (extensions, hasTakeover) => {
    const answer = (head: string): string =>
      switching(keysIn(head)[0], /permessage-deflate/.test(head) ? extensions : '');
    const { abilities } = await withServer({ answer }, (setup) => probe(setup, 1));
    expect(abilities).toContain('deflate');
    expect(abilities.includes('takeover')).toBe(hasTakeover);
  });
});
