/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { hixie76, hybi8 } from '@sansocket/legacy';
import { ClientConnection, ServerConnection } from 'sansocket';
import { Driver, Schedule, Socket } from 'sansocket/driving';
import { FrameDecoder, serializeClosePayload } from 'sansocket/framing';
import { HeadParser, pairFields } from 'sansocket/handshake';
import { createNativeMasker } from 'sansocket/masking';
import { negotiateExtensions } from '../../src/extensions/index.ts';
import { ResponseBody } from '../../src/handshake/index.ts';
import { openServer } from '../support/roles.ts';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

type Refused = readonly [
  name: string,
  call: () => unknown,
  kind: ErrorConstructor,
  message: string | RegExp,
];

const server = (options: Anything) => new ServerConnection(options, 0);
const bytes = new Uint8Array(3);
const nothing = (): void => undefined;
const transport = { write: nothing, end: nothing, abort: nothing, read: nothing, wakeAt: nothing };
const responseHead = { status: 403, reason: '', httpVersion: '1.1', fields: [] };
const runtime = { now: () => 0, soon: nothing, later: () => nothing };

function clientSocket(): Anything {
  const connection = new ClientConnection('ws://a/', {}, 0);
  return new Socket(connection, undefined, () => transport, nothing, new Schedule(runtime));
}

const extension = { name: 'a', offers: () => [[]], accept: nothing, activate: nothing };

const refused: readonly Refused[] = [
  ...[[undefined], [{ name: 8 }], bytes, hybi8].map(
    (versions): Refused => [
      'versions that are none',
      () => server({ versions }),
      TypeError,
      'versions must be an array of versions of @sansocket/legacy',
    ],
  ),
  ...[['a b'], [''], ['a', 'a']].map(
    (subprotocols): Refused => [
      `subprotocols ${JSON.stringify(subprotocols)} of a server`,
      () => server({ subprotocols }),
      RangeError,
      /^Subprotocol \d of \d is no token, or given twice/,
    ],
  ),
  ...['offers', 'accept', 'activate'].flatMap((method) =>
    [undefined, 5, async () => undefined].map(
      (value): Refused => [
        `an extension with ${method} as ${value}`,
        () => server({ extensions: [{ ...extension, [method]: value }] }),
        TypeError,
        'extensions must be an array of extensions',
      ],
    ),
  ),
  [
    'an extension that accepts by a promise',
    () =>
      negotiateExtensions(
        [{ name: 'a', parameters: [] }],
        [{ ...extension, accept: () => Promise.resolve() } as Anything],
      ),
    TypeError,
    'Extension must claim bits of 0b0111_0000 for its session, got undefined',
  ],
  [
    'memory that only takes',
    () => server({ memory: { take() {} } }),
    TypeError,
    'memory must be a SharedMemory',
  ],
  ['new Driver()', () => new (Driver as Anything)(), TypeError, 'connection must be'],
  [
    'new Driver() with swapped arguments',
    () => new Driver(transport as Anything, server({}) as Anything, nothing),
    TypeError,
    'connection must be a ServerConnection or a ClientConnection, got an object',
  ],
  ...['write', 'end', 'abort', 'read', 'wakeAt'].map(
    (method): Refused => [
      `a transport without ${method}`,
      () => new Driver(server({}), { ...transport, [method]: undefined }, nothing),
      TypeError,
      'transport must be an object with write, end, abort, read, wakeAt, got an object',
    ],
  ),
  [
    'a driver without a listener',
    () => new Driver(server({}), transport, undefined as Anything),
    TypeError,
    'onEvent must be a function',
  ],
  ...[70_000, -1, 1.5].map(
    (code): Refused => [
      `serializeClosePayload(${code})`,
      () => serializeClosePayload(code),
      RangeError,
      `code must be a whole number from 0 to 65535, got ${code}`,
    ],
  ),
  ...[1.5, Number.POSITIVE_INFINITY, 2 ** 53].map(
    (sent): Refused => [
      `outputSent(${sent})`,
      () => server({}).outputSent(sent, 0),
      RangeError,
      `bytes must be a whole number from 0 up, got ${sent}`,
    ],
  ),
  ...[null, {}, undefined].map(
    (addon): Refused => [
      `createNativeMasker(${JSON.stringify(addon)})`,
      () => createNativeMasker(addon as Anything),
      TypeError,
      'addon must be an add-on with unmask',
    ],
  ),
  [
    'a body of -1 bytes',
    () => new ResponseBody(responseHead, -1),
    RangeError,
    'maxBytes must be a whole number from 0 up, got -1',
  ],
  [
    'a text as a piece of a body',
    () => new ResponseBody(responseHead).push('x' as Anything),
    TypeError,
    'chunk must be a Uint8Array, got a string',
  ],
  [
    'a text as a piece of a head',
    () => new HeadParser({ head: 'request' }).push('GET' as Anything),
    TypeError,
    'chunk must be a Uint8Array, got a string',
  ],
  [
    'a name without a value',
    () => pairFields(['a', 'b', 'c']),
    RangeError,
    'namesAndValues must have an even length, got 3',
  ],
  ...[-1, 1, 256].map(
    (reservedBits): Refused => [
      `reserved bits ${reservedBits}`,
      () => new FrameDecoder({ reservedBits }),
      RangeError,
      `reservedBits must be a number within 0b0111_0000, got ${reservedBits}`,
    ],
  ),
  ...(['accept', 'reject'] as const).map(
    (call): Refused => [
      `${call}() of a client's socket`,
      () => clientSocket()[call]({ status: 403 }),
      TypeError,
      `Cannot ${call}: the connection is a client's`,
    ],
  ),
];

describe('misuse', () => {
  it.each(refused)('%s is refused', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });

  it('leaves to the oldest versions the subprotocols that only they have', () => {
    expect(() => server({ subprotocols: ['a b'], versions: [hixie76] })).not.toThrow();
  });
});

describe('an error', () => {
  const secret = 'SECRET';
  const client = (url: string, options: Anything = {}) => new ClientConnection(url, options, 0);

  it.each<readonly [name: string, call: () => unknown]>([
    [
      'of a field in one string',
      () => client('ws://a/', { headers: [[`Authorization: ${secret}`, '']] }),
    ],
    ['of a method', () => client('ws://a/', { headers: [[`a ${secret}`, '']] })],
    ['of a URL without a host', () => client(`ws://u:${secret}`)],
    ['of a URL without a host, in percents', () => client(`ws://u%3A${secret}/`)],
    ['of a URL with a host in brackets', () => client(`ws://[u:${secret}]/`)],
    ['of a close code', () => openServer().connection.close(secret as Anything, undefined, 0)],
  ])('%s does not tell a credential', (_, call) => {
    let told: unknown;
    try {
      call();
    } catch (error) {
      told = error;
    }
    expect(told).toBeInstanceOf(Error);
    expect(String(told).toLowerCase()).not.toContain(secret.toLowerCase());
  });
});
