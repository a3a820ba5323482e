/**
 * The worker: each path is a conversation with a server that Node runs, or all portable cases, and the
 * response is what was seen.
 *
 * @module
 */

import { connect } from 'cloudflare:sockets';
import { portableCases, runCases } from '@sansocket/engines/cases';
import { EventRecorder } from '@sansocket/testkit/transport-contract';
import { openSocket, type Socket, type StreamPair } from '@sansocket/web-streams';
import { ClientConnection } from 'sansocket';

const MEBIBYTE = 1_048_576;
const MESSAGES = 32;

interface End {
  readonly socket: Socket<ClientConnection>;
  readonly events: EventRecorder<StreamPair>;
}

const conversations: Readonly<Record<string, (url: URL) => Promise<unknown>>> = {
  async echo(url) {
    const { socket, events } = await openEnd(url);
    const text = 'ß'.repeat(MEBIBYTE / 2);
    const bytes = new Uint8Array(MEBIBYTE).map((_, i) => i ^ (i >>> 8));
    for (const data of ['Grüße', '', text, bytes]) socket.send(data);
    const next = async () => (await events.next('message')).data;
    const small = [await next(), await next()];
    const [sameText, back] = [(await next()) === text, (await next()) as Uint8Array];
    socket.send('frag', { fin: false });
    socket.ping(Uint8Array.of(1));
    socket.send('ment', { fin: true });
    const { payload } = await events.next('pong');
    const fragmented = await next();
    socket.close(3001, 'done');
    const sameBytes = bytes.every((byte, i) => byte === back[i]);
    return {
      small,
      sameText,
      sameBytes,
      pong: [...payload],
      fragmented,
      ...(await closeOf(events)),
    };
  },

  async 'close-me'(url) {
    const { socket, events } = await openEnd(url);
    socket.send('close me');
    return closeOf(events);
  },

  async 'reset-me'(url) {
    const { socket, events } = await openEnd(url);
    socket.send('reset me');
    return closeOf(events);
  },

  async paused(url) {
    const [other, { socket, events }] = [await openEnd(url), await openEnd(url)];
    socket.send('flood');
    socket.pauseReceiving();
    // The server says so when it feels the pause.
    const { data: felt } = await other.events.next('message');
    const silent = !events.has('message');
    socket.resumeReceiving();
    for (let i = 0; i < MESSAGES; i++) await events.next('message');
    for (const end of [other.socket, socket]) end.close(1000);
    return { felt, silent, ...(await closeOf(events)) };
  },

  portable() {
    return Promise.resolve(runCases(portableCases({ runs: 2 })));
  },

  async refused(url) {
    return closeOf(start(url).events);
  },
};

function start(url: URL): End {
  const events = new EventRecorder<StreamPair>();
  const connection = new ClientConnection(url.href, {}, performance.now());
  const pair = connect(
    { hostname: url.hostname, port: Number(url.port) },
    { allowHalfOpen: true, secureTransport: url.protocol === 'wss:' ? 'on' : 'off' },
  );
  return { socket: openSocket(connection, pair, events.listen()), events };
}

async function openEnd(url: URL): Promise<End> {
  const end = start(url);
  await end.events.next('open');
  return end;
}

async function closeOf(events: EventRecorder<StreamPair>): Promise<object> {
  const { code, wasClean, endedBy, cause } = await events.next('close');
  return { code, wasClean, endedBy, hasCause: cause !== undefined };
}

const worker = {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const converse = conversations[pathname.slice(1)]!;
    return Response.json(await converse(new URL(searchParams.get('server')!)));
  },
};

// Workerd takes what is called so.
export { worker as default };
