/* eslint-disable -- what JavaScript hands in has no type */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, prepareMessage, ServerConnection, SharedMemory } from 'sansocket';
import { type Schedule, ServerSockets, Socket } from 'sansocket/driving';
import { MessageAssembler } from 'sansocket/fragmentation';
import { FrameDecoder, FrameEncoder } from 'sansocket/framing';
import {
  acceptRequest,
  createRequest,
  HeadParser,
  pairFields,
  parseWsUrl,
  readRequest,
  readResponse,
  rejectRequest,
} from 'sansocket/handshake';
import { applyMask } from 'sansocket/masking';

/** Whatever JavaScript hands in. */
// biome-ignore lint/suspicious/noExplicitAny: the compiler would refuse these calls.
type Anything = any;

const url = 'ws://example.com/';
const server = (options: Anything) => new ServerConnection(options, 0);
const client = (options: Anything) => new ClientConnection(url, options, 0);
const onEvent = (): void => undefined;
const open = (): never => {
  throw new Error('opened');
};

const serverCases: readonly (readonly [options: Anything, message: string])[] = [
  [undefined, 'options must be an object, got undefined'],
  [null, 'options must be an object, got null'],
  [9001, 'options must be an object, got 9001'],
  [onEvent, 'options must be an object, got a function'],
  [[], 'options must be an object, got an array'],
  [new Map(), 'options must be an object, got a Map'],
  [{ allowedOrigin: [] }, 'There is no option allowedOrigin; the nearest is allowedOrigins'],
  [{ extentions: [] }, 'There is no option extentions; the nearest is extensions'],
  [{ limit: {} }, 'There is no option limit; the nearest is limits'],
  [{ tiemouts: {} }, 'There is no option tiemouts; the nearest is timeouts'],
  [{ txet: 'bytes' }, 'There is no option txet; the nearest is text'],
  [
    { maxMessageBytes: 1 },
    'There is no option maxMessageBytes; the nearest is limits.maxMessageBytes',
  ],
  [
    { limits: { maxMesageBytes: 1 } },
    'There is no option limits.maxMesageBytes; the nearest is limits.maxMessageBytes',
  ],
  [
    { limits: { maxmaxFrameBytes: 1 } },
    'There is no option limits.maxmaxFrameBytes; the nearest is limits.maxFrameBytes',
  ],
  [{ limits: { copy: 1 } }, 'There is no option limits.copy: there are maxHandshakeBytes'],
  [{ timeouts: { idle: 5 } }, 'There is no option timeouts.idle; the nearest is timeouts.idleMs'],
  [{ maxPayload: 1 }, 'There is no option maxPayload'],
  [{ signal: {} }, 'There is no option signal: there are limits, timeouts, extensions'],
  [{ port: 1 }, 'There is no option port'],
  [JSON.parse('{ "__proto__": 1 }'), 'There is no option __proto__'],
  [{ constructor: 1 }, 'There is no option constructor'],
  [
    { allowedOrigins: 'https://a' },
    'allowedOrigins must be an array of strings or a function, got a string',
  ],
  [
    { allowedOrigins: new Set() },
    'allowedOrigins must be an array of strings or a function, got a Set',
  ],
  [
    { allowedOrigins: async () => false },
    'allowedOrigins must be an array of strings or a function, got an async function',
  ],
  [{ allowedOrigins: ['a', /a/] }, 'got an array with a string, a RegExp'],
  [{ allowedHosts: async () => true }, 'got an async function'],
  [{ subprotocols: 'chat' }, 'subprotocols must be an array of strings, got a string'],
  [{ messages: 'part' }, "messages must be 'whole' or 'parts', got 'part'"],
  [{ messages: 1 }, "messages must be 'whole' or 'parts', got 1"],
  [{ text: 'buffer' }, "text must be 'string' or 'bytes', got 'buffer'"],
  [{ frames: 'yes' }, 'frames must be true or false, got a string'],
  [{ copy: 1 }, 'copy must be true or false, got 1'],
  [{ inPlace: null }, 'inPlace must be true or false, got null'],
  [{ secure: 'true' }, 'secure must be true or false, got a string'],
  [{ limits: [] }, 'limits must be an object, got an array'],
  [
    { limits: { maxFrameBytes: '200' } },
    'limits.maxFrameBytes must be a whole number from 125 up, got a string',
  ],
  [{ limits: { maxFrameBytes: 5n } }, 'must be a whole number from 125 up, got a BigInt'],
  [{ limits: { maxMessageBytes: 0n } }, 'must be a whole number from 0 up, got a BigInt'],
  [{ timeouts: { idleMs: '5' } }, 'timeouts.idleMs must be more than 0 ms, got a string'],
  [{ extensions: {} }, 'extensions must be an array of extensions, got an object'],
  [
    { extensions: [onEvent] },
    'extensions must be an array of extensions, got an array with a function',
  ],
  [{ memory: true }, 'memory must be a SharedMemory, got true'],
  [{ memory: {} }, 'memory must be a SharedMemory, got an object'],
  [{ capabilities: { mask: 1 } }, 'capabilities.mask must be a function, got 1'],
  [
    { capabilities: { maks: onEvent } },
    'There is no option capabilities.maks; the nearest is capabilities.mask',
  ],
  [{ fillRandom: async () => undefined }, 'fillRandom must be a function, got an async function'],
  [
    { versions: [13] },
    'versions must be an array of versions of @sansocket/legacy, got an array with 13',
  ],
];

const clientCases: readonly (readonly [options: Anything, message: string])[] = [
  [{ subprotocol: ['chat'] }, 'There is no option subprotocol; the nearest is subprotocols'],
  [
    { headers: { Cookie: 1 } },
    'headers must be an array of [name, value] pairs or an object of strings, got an object',
  ],
  [{ headers: ['Cookie', 'a'] }, 'headers must be an array of [name, value] pairs'],
  [{ origin: true }, 'origin must be a string, got true'],
  [{ credentials: { user: 'a' } }, 'credentials must be an object of username and password'],
  [{ requireSubprotocol: 'chat' }, 'requireSubprotocol must be true or false, got a string'],
  [{ version: 8 }, 'version must be a version of @sansocket/legacy, got 8'],
];

const calls: readonly (readonly [name: string, call: () => unknown, message: string])[] = [
  [
    'ClientConnection(undefined)',
    () => new ClientConnection(undefined as Anything, {}, 0),
    'URL must be a string or a URL object, got undefined',
  ],
  ['parseWsUrl(5)', () => parseWsUrl(5 as Anything), 'URL must be a string or a URL object, got 5'],
  [
    'createRequest',
    () => createRequest(url, { keys: 1 } as Anything),
    'There is no option keys; the nearest is key',
  ],
  [
    'acceptRequest',
    () => acceptRequest({} as Anything, { subprotocols: 'a' } as Anything),
    'There is no option subprotocols; the nearest is subprotocol',
  ],
  [
    'rejectRequest',
    () => rejectRequest({ statusCode: 403 } as Anything),
    'There is no option statusCode; the nearest is status',
  ],
  [
    'readRequest',
    () =>
      readRequest({ method: 'GET', target: '/', fields: [] }, { allowedOrigin: [] } as Anything),
    'There is no option allowedOrigin; the nearest is allowedOrigins',
  ],
  [
    'readResponse',
    () => readResponse({} as Anything, {} as Anything),
    'response.status must be a number, got undefined',
  ],
  [
    'pairFields',
    () => pairFields({} as Anything),
    'namesAndValues must be an array of strings, got an object',
  ],
  [
    'FrameDecoder',
    () => new FrameDecoder({ role: 'x' } as Anything),
    "role must be 'client' or 'server', got 'x'",
  ],
  [
    'FrameEncoder',
    () => new FrameEncoder({ role: 'x' } as Anything),
    "role must be 'client' or 'server', got 'x'",
  ],
  [
    'FrameEncoder without a role',
    () => new FrameEncoder({} as Anything),
    "role must be 'client' or 'server', got undefined",
  ],
  [
    'FrameEncoder.frame',
    () => new FrameEncoder({ role: 'server' }).frame({ opcode: 1, rsv: 1 } as Anything),
    'There is no option rsv; the nearest is rsv1',
  ],
  [
    'MessageAssembler',
    () => new MessageAssembler({ messages: 'parts' } as Anything),
    'There is no option messages',
  ],
  [
    'HeadParser',
    () => new HeadParser({ head: 'both' } as Anything),
    "head must be 'request' or 'response', got 'both'",
  ],
  [
    'HeadParser',
    () => new HeadParser({} as Anything),
    "head must be 'request' or 'response', got ",
  ],
  [
    'applyMask',
    () => applyMask(new Uint8Array(1), 'abcd' as Anything),
    'key must be a Uint8Array, got a string',
  ],
  [
    'prepareMessage',
    () => prepareMessage(5 as Anything),
    'data must be a string or a Uint8Array, got 5',
  ],
  [
    'ServerSockets',
    () => new ServerSockets({ onRequest: 5 } as Anything, onEvent, open),
    'onRequest must be a function or an async function, got 5',
  ],
  [
    'ServerSockets without a listener',
    () => new ServerSockets({}, undefined as Anything, open),
    'onEvent must be a function or an async function, got undefined',
  ],
  [
    'Socket',
    () => new Socket({} as Anything, 1, open, onEvent, {} as Schedule),
    'connection must be a ServerConnection or a ClientConnection, got an object',
  ],
  [
    'Socket without a listener',
    () => new Socket(server({}), 1, open, undefined as Anything, {} as Schedule),
    'onEvent must be a function or an async function, got undefined',
  ],
];

const fields = { host: 'a' };
const requests: readonly (readonly [request: Anything, message: string])[] = [
  [undefined, 'request must be an object, got undefined'],
  [
    { method: 'GET', target: '/', fields },
    'request.fields must be an array of [name, value] pairs, got an object',
  ],
  [
    { method: 'GET', target: '/', fields: new Map() },
    'request.fields must be an array of [name, value] pairs, got a Map',
  ],
  [
    { method: 'GET', target: '/', fields: ['Host', 'a'] },
    'request.fields must be an array of [name, value] pairs, got an array with a string',
  ],
  [{ method: 'GET', url: '/', fields: [] }, 'request.target must be a string, got undefined'],
];

describe('options of a connection', () => {
  it.each(serverCases)('of a server: %p is refused', (options, message) => {
    expect(() => server(options)).toThrow(message);
    expect(() => server(options)).toThrow(TypeError);
  });

  it.each(clientCases)('of a client: %p is refused', (options, message) => {
    expect(() => client(options)).toThrow(message);
    expect(() => client(options)).toThrow(TypeError);
  });

  it('may be undefined, of a class of the application, and without a prototype', () => {
    class Settings {
      messages = 'parts' as const;
      memory = new SharedMemory();
    }
    expect(() => server({ limits: undefined, allowedOrigins: undefined })).not.toThrow();
    expect(() => server(new Settings())).not.toThrow();
    expect(() => server(Object.create(null))).not.toThrow();
    expect(() => server(Object.create({ allowedOrigin: [] }))).toThrow(TypeError);
  });

  it('says that a number is out of its range by a RangeError', () => {
    expect(() => server({ limits: { maxFrameBytes: 1 } })).toThrow(RangeError);
    expect(() => server({ timeouts: { idleMs: -1 } })).toThrow(RangeError);
  });
});

describe('doors', () => {
  it.each(calls)('%s says what it takes', (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(TypeError);
  });

  it.each(requests)('fromRequest() takes no %p', (request, message) => {
    expect(() => ServerConnection.fromRequest(request, {}, 0)).toThrow(message);
  });

  it('a client takes a URL object', () => {
    const connection = new ClientConnection({ href: url }, {}, 0);
    expect(connection.nextOutput()?.type).toBe('write');
  });
});
