/**
 * `websocket` (WebSocket-Node): its server and client over sockets in memory. Its connection puts each frame
 * off to a separate turn, which is part of its figures; it masks with `bufferutil`.
 *
 * @module
 */

import { Agent, createServer } from 'node:http';
import {
  type DecodeWork,
  type EncodeWork,
  type Role,
  requestOf,
  type Task,
  textOf,
  trafficOf,
} from '../work/index.ts';
import { Deliveries } from './deliveries.ts';
import { loadPackage } from './load-package.ts';
import { answerer, MemorySocket } from './memory-socket.ts';
import { upgradeTask } from './node-upgrade.ts';
import type { Peer } from './peer.ts';

interface Message {
  readonly utf8Data?: string;
  readonly binaryData?: Buffer;
}

interface Connection {
  on(event: 'message', listener: (message: Message) => void): void;
  on(event: 'ping', listener: (cancel: () => void, data: Buffer) => void): void;
  on(event: 'pong', listener: (data: Buffer) => void): void;
  sendUTF(data: string): void;
  sendBytes(data: Buffer): void;
}

interface Server {
  on(
    event: 'request',
    listener: (request: { accept(protocol: null, origin: string): Connection }) => void,
  ): void;
  handleUpgrade(request: unknown, socket: unknown): void;
}

interface Client {
  on(event: 'connect', listener: (connection: Connection) => void): void;
  connect(url: string, protocols: [], origin: undefined, headers: object, options: object): void;
}

interface Library {
  readonly server: new (options: object) => Server;
  readonly client: new (options: object) => Client;
}

const config = {
  keepalive: false,
  fragmentOutgoingMessages: false,
  maxReceivedFrameSize: 16_777_216,
  maxReceivedMessageSize: 16_777_216,
};

/** The library. */
export function websocket(): Peer {
  const library = loadPackage('websocket') as Library;
  return {
    decode: async (work) => decoder(library, work),
    encode: async (work) => encoder(library, work),
    handshake({ fields }) {
      const server = serverOf(library);
      server.on('request', (request) => request.accept(null, 'https://chat.example'));
      return upgradeTask(fields, (request, socket) => server.handleUpgrade(request, socket));
    },
  };
}

async function decoder(library: Library, work: DecodeWork): Promise<Task> {
  const { reads, units, delivered } = trafficOf(work);
  const { connection, socket } = await open(library, work.role);
  const deliveries = new Deliveries();
  connection.on('message', ({ utf8Data, binaryData }) => deliveries.add(utf8Data ?? binaryData!));
  connection.on('ping', (_, data) => deliveries.add(data));
  connection.on('pong', (data) => deliveries.add(data));
  return {
    units,
    call: () =>
      deliveries.expect(delivered, () => {
        for (const read of reads) socket.receive(read);
      }),
  };
}

async function encoder(library: Library, work: EncodeWork): Promise<Task> {
  const { connection, socket } = await open(library, work.role);
  const text = textOf(work.bytes);
  const bytes = Buffer.from(text);
  const least = work.turn * work.bytes;
  return {
    units: work.turn,
    call() {
      for (let i = 0; i < work.turn; i++) {
        if (work.messages === 'text') connection.sendUTF(text);
        else connection.sendBytes(bytes);
      }
      if (socket.takeWritten() < least) throw new Error('Encoded too little');
    },
  };
}

function serverOf(library: Library): Server {
  // It needs an HTTP server to be attached to; the bench emits its requests.
  return new library.server({ ...config, httpServer: createServer() });
}

async function open(
  library: Library,
  role: Role,
): Promise<{ connection: Connection; socket: MemorySocket }> {
  return role === 'server' ? openServer(library) : openClient(library);
}

async function openServer(
  library: Library,
): Promise<{ connection: Connection; socket: MemorySocket }> {
  const http = createServer();
  const server = new library.server({ ...config, httpServer: http });
  const socket = new MemorySocket();
  const connection = new Promise<Connection>((resolve) => {
    server.on('request', (request) => resolve(request.accept(null, 'https://chat.example')));
  });
  http.emit('connection', socket);
  socket.receive(requestOf(15));
  return { connection: await connection, socket };
}

async function openClient(
  library: Library,
): Promise<{ connection: Connection; socket: MemorySocket }> {
  const client = new library.client(config);
  const answer = answerer();
  const socket = new MemorySocket((data) => {
    const response = answer(Buffer.from(data as string));
    if (response !== undefined) setImmediate(() => socket.receive(response));
  });
  const connection = new Promise<Connection>((resolve) => {
    client.on('connect', resolve);
  });
  client.connect('ws://localhost/', [], undefined, {}, { agent: agentOf(socket) });
  const opened = await connection;
  socket.written = () => undefined;
  return { connection: opened, socket };
}

/** Gives a request that socket instead of a new one. */
function agentOf(socket: MemorySocket): Agent {
  return new (class extends Agent {
    override createConnection(): MemorySocket {
      return socket;
    }
  })();
}
