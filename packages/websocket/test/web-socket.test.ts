import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type WebSocket, type WebSocketClass, webSocketClass } from '@sansocket/websocket';
import { type Sites, startSites } from './helpers/sites.ts';

let sites: Sites;
let Class: WebSocketClass;
beforeAll(async () => {
  sites = await startSites();
  Class = sites.WebSocket;
});
afterAll(() => sites.close());

type Told = { readonly type: string; readonly [name: string]: unknown };

function next(socket: WebSocket, type: 'open' | 'message' | 'error' | 'close'): Promise<Told> {
  return new Promise((resolve) => {
    socket.addEventListener(type, (event) => resolve(event as unknown as Told), { once: true });
  });
}

/** The types of all events until `close`, with what they tell. */
function story(socket: WebSocket): Promise<unknown[]> {
  const told: unknown[] = [];
  return new Promise((resolve) => {
    for (const type of ['open', 'message', 'error'] as const) {
      socket.addEventListener(type, (event) => {
        const { data } = event as unknown as { readonly data?: unknown };
        told.push(type === 'message' ? data : type);
      });
    }
    socket.addEventListener('close', ({ code, reason, wasClean }) => {
      told.push([code, reason, wasClean]);
      resolve(told);
    });
  });
}

const thrown = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return (error as Error).name;
  }
};

describe('new WebSocket(url, protocols)', () => {
  it.each([
    ['no URL', 'http://['],
    ['another scheme', 'ftp://127.0.0.1/'],
    ['a fragment', 'ws://127.0.0.1/#a'],
    ['an empty fragment', 'ws://127.0.0.1/#'],
    ['mailto:', 'mailto:a@b.example'],
  ])('refuses %s by a SyntaxError', (_, url) => {
    expect(thrown(() => new Class(url))).toBe('SyntaxError');
  });

  it.each<{ readonly protocols: unknown }>([
    { protocols: ['a', 'a'] },
    { protocols: [''] },
    { protocols: '' },
    { protocols: 'a b' },
    { protocols: ['a', 'b,c'] },
    { protocols: ['\u{e9}'] },
    { protocols: {} },
  ])('refuses the subprotocols of $protocols by a SyntaxError', ({ protocols }) => {
    expect(thrown(() => new Class(sites.url, protocols as string))).toBe('SyntaxError');
  });

  it('refuses a relative URL where there is no base', () => {
    const Bare = webSocketClass({ open: sites.connect });
    expect(thrown(() => new Bare('/echo'))).toBe('SyntaxError');
  });

  it.each([
    ['http:', () => `http://${sites.host}/echo`, '/echo'],
    ['a path alone', () => '/echo', '/echo'],
    ['a relative path', () => 'c?d', '/a/c?d'],
    ['no path', () => `ws://${sites.host}`, '/'],
    ['an object with a text', () => new URL(`ws://${sites.host}/x y`), '/x%20y'],
  ])('takes %s, and tells the URL serialised', async (_, url, path) => {
    const socket = new Class(url());
    expect(socket.url).toBe(`${sites.url}${path}`);
    expect(socket.readyState).toBe(0);
    socket.close();
    await next(socket, 'close');
  });

  it('tells a port that the transport cannot use by events', async () => {
    const socket = new Class('ws://127.0.0.1:0/');
    const told = story(socket);
    expect(socket.readyState).toBe(0);
    expect(await told).toEqual(['error', [1006, '', false]]);
  });

  it('needs new', () => {
    expect(() => (Class as unknown as () => void)()).toThrow(TypeError);
  });
});

describe('the opening handshake', () => {
  it('opens, with the subprotocol and the extensions in use', async () => {
    const socket = new Class('/echo', ['none', 'superchat', 'chat']);
    expect([socket.protocol, socket.extensions]).toEqual(['', '']);
    await next(socket, 'open');
    expect([socket.readyState, socket.protocol]).toEqual([1, 'superchat']);
    expect(socket.extensions).toMatch(/^permessage-deflate/);
    socket.close();
    await next(socket, 'close');
  });

  it('sends the origin that it is given', async () => {
    const WebSocket = webSocketClass({ open: sites.connect, origin: 'https://app.example' });
    sites.events.length = 0;
    const socket = new WebSocket(`${sites.url}/echo`);
    await next(socket, 'open');
    expect(sites.events).toContainEqual(
      expect.objectContaining({
        type: 'open',
        fields: expect.arrayContaining([['Origin', 'https://app.example']]),
      }),
    );
    socket.close();
    await next(socket, 'close');
  });

  it('tells a refusal by error and close, and what it was', async () => {
    const socket = new Class('/refuse');
    const error = next(socket, 'error');
    expect(await story(socket)).toEqual(['error', [1006, '', false]]);
    expect(await error).toMatchObject({ error: { type: 'handshake-rejected', status: 404 } });
    expect(socket.readyState).toBe(3);
  });

  it('fails when it is closed before it is open', async () => {
    const socket = new Class('/echo');
    const told = story(socket);
    socket.close();
    expect(socket.readyState).toBe(2);
    expect(await told).toEqual(['error', [1006, '', false]]);
  });
});

describe('messages', () => {
  it('come back as they were sent', async () => {
    const socket = new Class('/echo');
    socket.binaryType = 'arraybuffer';
    await next(socket, 'open');
    const bytes = Uint8Array.of(1, 2, 3, 4);
    socket.send('Hell\u{f6}');
    socket.send(bytes.buffer);
    socket.send(bytes.subarray(1, 3));
    socket.send(new DataView(bytes.buffer, 3));
    socket.send(new Blob(['blob']));
    socket.send('after the blob');
    bytes.fill(0);
    socket.send('\ud800');
    socket.send(7 as unknown as string);
    const got: unknown[] = [];
    await new Promise<void>((resolve) => {
      socket.onmessage = ({ data }) => {
        got.push(typeof data === 'string' ? data : [...new Uint8Array(data as ArrayBuffer)]);
        if (got.length === 8) resolve();
      };
    });
    const blob = [...Buffer.from('blob')];
    const texts = ['after the blob', '\ufffd', '7'];
    expect(got).toEqual(['Hell\u{f6}', [1, 2, 3, 4], [2, 3], [4], blob, ...texts]);
    socket.close();
    await next(socket, 'close');
  });

  it('are blobs unless binaryType says otherwise, with the origin of the URL', async () => {
    const socket = new Class('/greet');
    expect(socket.binaryType).toBe('blob');
    socket.binaryType = 'bytes' as 'blob';
    expect(socket.binaryType).toBe('blob');
    const text = next(socket, 'message');
    const told = await story(socket);
    const data = told[2];
    expect(await text).toMatchObject({ data: 'Hello', origin: sites.url });
    expect(data).toBeInstanceOf(Blob);
    expect([...new Uint8Array(await (data as Blob).arrayBuffer())]).toEqual([1, 2, 3]);
  });

  it('are dropped once close was called', async () => {
    const socket = new Class('/greet');
    const got: unknown[] = [];
    socket.onmessage = ({ data }) => {
      got.push(data);
      socket.close();
    };
    await next(socket, 'close');
    expect(got).toEqual(['Hello']);
  });

  it('need an open connection, and an argument', async () => {
    const socket = new Class('/echo');
    expect(thrown(() => socket.send('early'))).toBe('InvalidStateError');
    expect(() => (socket.send as () => void)()).toThrow(TypeError);
    socket.close();
    await next(socket, 'close');
  });
});

describe('bufferedAmount', () => {
  it('counts payload bytes, and falls when they are sent', async () => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    expect(socket.bufferedAmount).toBe(0);
    socket.send('\u{20ac}uro');
    expect(socket.bufferedAmount).toBe(6);
    socket.send(new Uint8Array(1000));
    expect(socket.bufferedAmount).toBe(1006);
    socket.send(new Blob(['12345']));
    expect(socket.bufferedAmount).toBe(1011);
    await new Promise<void>((resolve) => {
      let count = 0;
      socket.onmessage = () => {
        if (++count === 3) resolve();
      };
    });
    expect(socket.bufferedAmount).toBe(0);
    socket.close();
    await next(socket, 'close');
  });

  it('refuses a symbol, as the conversion to a string does', async () => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    expect(() => socket.send(Symbol('a') as unknown as string)).toThrow(TypeError);
    expect(socket.bufferedAmount).toBe(0);
    socket.close();
    await next(socket, 'close');
    expect(() => new Class('/echo', Symbol('a') as unknown as string)).toThrow(TypeError);
  });

  it('costs the same for each of very many messages', async () => {
    // With the cost of `shift` for each, this takes minutes.
    const socket = new Class('/echo');
    await next(socket, 'open');
    socket.onmessage = () => undefined;
    socket.send(new Blob(['x']));
    for (let i = 0; i < 200_000; i++) socket.send('');
    expect(socket.bufferedAmount).toBe(1);
    socket.send('last');
    await new Promise<void>((resolve) => {
      socket.onmessage = ({ data }) => {
        if (data === 'last') resolve();
      };
    });
    expect(socket.bufferedAmount).toBe(0);
    socket.close();
    await next(socket, 'close');
  });

  it('grows after close as well, and stays', async () => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    socket.close();
    socket.send('abc');
    expect(socket.bufferedAmount).toBe(3);
    await next(socket, 'close');
    socket.send(new Uint8Array(4));
    expect(socket.bufferedAmount).toBe(7);
  });
});

describe('close()', () => {
  it.each([0, 999, 1001, 1005, 2999, 5000, 65_536, -1, Number.NaN, 'x'])(
    'refuses the code %s by an InvalidAccessError',
    async (code) => {
      const socket = new Class('/echo');
      expect(thrown(() => socket.close(code as number))).toBe('InvalidAccessError');
      expect(socket.readyState).toBe(0);
      socket.close();
      await next(socket, 'close');
    },
  );

  it('refuses a reason of more than 123 bytes by a SyntaxError', async () => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    expect(thrown(() => socket.close(1000, '\u{e9}'.repeat(62)))).toBe('SyntaxError');
    expect(socket.readyState).toBe(1);
    const told = story(socket);
    sites.events.length = 0;
    const reason = '\u{e9}'.repeat(61);
    socket.close(3000, reason);
    expect(await told).toEqual([[3000, '', true]]);
    expect(sites.events[0]).toEqual({ type: 'close-received', code: 3000, reason });
  });

  it.each([
    ['no code', [], [1005, '']],
    ['a code', [4000], [4000, '']],
    ['a reason alone', [undefined, 'bye'], [1000, '']],
    ['a fraction', [2999.5], [3000, '']],
  ] as [string, [number?, string?], unknown[]][])('sends %s', async (_, args, expected) => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    const told = story(socket);
    socket.close(...args);
    socket.close(4999, 'twice');
    expect(socket.readyState).toBe(2);
    expect(await told).toEqual([[...expected, true]]);
    expect(socket.readyState).toBe(3);
  });

  it('waits for a blob that is being sent', async () => {
    const socket = new Class('/echo');
    await next(socket, 'open');
    sites.events.length = 0;
    socket.send(new Blob(['last words']));
    socket.close(1000);
    await next(socket, 'close');
    expect(sites.events.slice(0, 2).map(({ type }) => type)).toEqual(['message', 'close-received']);
  });
});

describe('the end', () => {
  it.each([
    ['/close', ['open', [4001, 'enough', true]]],
    ['/close-bare', ['open', [1005, '', true]]],
    ['/fail', ['open', [1011, 'oops', true]]],
  ])('is told by close alone when it is clean: %s', async (path, expected) => {
    expect(await story(new Class(path))).toEqual(expected);
  });

  it('is told by error, then close, when nobody listens', async () => {
    const closed = await startSites();
    await closed.close();
    const socket = new Class(`${closed.url}/`);
    expect(await story(socket)).toEqual(['error', [1006, '', false]]);
  });
});

describe('the interface', () => {
  it('has constants, and members that can be enumerated', async () => {
    const socket = new Class('/echo');
    const constants = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
    expect({ ...Class }).toEqual(constants);
    expect(socket).toMatchObject(constants);
    const names: string[] = [];
    for (const name in socket) names.push(name);
    for (const name of ['url', 'send', 'close', 'onopen', 'bufferedAmount', 'binaryType', 'OPEN']) {
      expect(names).toContain(name);
    }
    expect(Object.prototype.toString.call(socket)).toBe('[object WebSocket]');
    expect([Class.name, Class.length]).toEqual(['WebSocket', 1]);
    expect([socket.send.length, socket.close.length]).toEqual([1, 0]);
    expect((): unknown => Reflect.construct(Class, [])).toThrow(TypeError);
    expect(socket).toBeInstanceOf(EventTarget);
    socket.close();
    await next(socket, 'close');
  });

  it('calls handlers in the place where they were first set', async () => {
    const socket = new Class('/echo');
    const called: string[] = [];
    expect(socket.onopen).toBe(null);
    socket.onopen = () => called.push('replaced');
    socket.addEventListener('open', () => called.push('listener'));
    const handler = function (this: unknown): void {
      called.push(this === socket ? 'handler' : 'handler of another');
    };
    socket.onopen = handler;
    expect(socket.onopen).toBe(handler);
    socket.onmessage = 5 as unknown as null;
    expect(socket.onmessage).toBe(null);
    socket.onclose = () => called.push('removed');
    socket.onclose = null;
    await next(socket, 'open');
    expect(called).toEqual(['handler', 'listener']);
    socket.close();
    await next(socket, 'close');
    expect(called).toEqual(['handler', 'listener']);
  });
});

describe('webSocketClass()', () => {
  it.each([
    [undefined, 'options must be an object, got undefined'],
    [{}, 'open must be a function or an async function, got undefined'],
    [{ open: 5 }, 'open must be a function or an async function, got 5'],
    [{ open: () => {}, orgin: 'a' }, 'There is no option orgin; the nearest is origin'],
    [{ open: () => {}, platform: { Event: 5 } }, 'platform.Event must be a class, got 5'],
  ])('refuses %j', (options, message) => {
    expect(() => webSocketClass(options as never)).toThrow(new TypeError(message));
  });

  it('does without Blob, URL, CloseEvent, MessageEvent and DOMException', async () => {
    // `undefined` counts as absent, so the globals go.
    const names = ['Blob', 'URL', 'CloseEvent', 'MessageEvent', 'DOMException'] as const;
    const kept = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
    const none = { value: undefined, configurable: true };
    for (const name of names) Object.defineProperty(globalThis, name, none);
    let Bare: WebSocketClass;
    try {
      Bare = webSocketClass({ open: sites.connect });
    } finally {
      names.forEach((name, i) => {
        if (kept[i] === undefined) Reflect.deleteProperty(globalThis, name);
        else Object.defineProperty(globalThis, name, kept[i]);
      });
    }
    expect(thrown(() => new Bare('relative'))).toBe('SyntaxError');
    const socket = new Bare(`${sites.url}/greet`);
    expect([socket.binaryType, thrown(() => socket.send('a'))]).toEqual([
      'arraybuffer',
      'InvalidStateError',
    ]);
    const told = await story(socket);
    expect(told).toEqual(['open', 'Hello', Uint8Array.of(1, 2, 3).buffer, [1000, '', true]]);
  });
});
