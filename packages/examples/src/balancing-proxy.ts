/**
 * A reverse proxy for WebSocket that balances its clients over several servers and records every frame.
 *
 * @module
 */
// #region doc
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { openRelay } from '@sansocket/node';
import { passedFields, type RelayEvent } from 'sansocket/relay';

/**
 * Starts the proxy on 127.0.0.1.
 *
 * @param servers - Ports on this machine. A client goes to the server with the fewest clients.
 * @param record - Receives a line of JSON for each frame and each piece of a payload.
 * @returns The port of the proxy.
 */
export async function startProxy(
  servers: readonly number[],
  record: (line: string) => void,
  port = 0,
): Promise<{ port: number; close(): void }> {
  const clients = new Map(servers.map((server) => [server, 0]));
  let lastId = 0;
  const proxy = createServer((stream) => {
    const id = ++lastId;
    const untried = new Set(servers);
    let server: number | undefined;
    const count = (by: number) => server && clients.set(server, clients.get(server)! + by);

    openRelay(stream, { frames: true }, ({ from, event }, socket) => {
      const { request } = socket.relay;
      const line = lineOf(event);
      if (line !== undefined) record(JSON.stringify({ id, from, ...line }));
      if (event.type === 'close' && (from === 'client' || request !== undefined)) count(-1);
      const isFree = event.type === 'handshake-request' || event.type === 'close';
      if (request === undefined || !isFree) return;
      // The first server, or the next one if a server was not reached. After the last one the client gets a 502.
      [server] = [...untried].sort((a, b) => clients.get(a)! - clients.get(b)!);
      if (server === undefined) return;
      untried.delete(server);
      count(1);
      const address = stream.remoteAddress ?? 'unknown';
      const headers = [...passedFields(request.fields), ['X-Forwarded-For', address] as const];
      const url = `ws://127.0.0.1:${server}${request.target}`;
      socket.connect(url, { headers }, connect(server, '127.0.0.1'));
    });
  });
  proxy.listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  return { port: (proxy.address() as AddressInfo).port, close: () => proxy.close() };
}

/** A frame is told once its header is there, then its payload in pieces: as it was sent, compressed or not. */
function lineOf(event: RelayEvent['event']): object | undefined {
  if (event.type === 'frame-payload')
    return { payload: Buffer.from(event.data).toString('base64') };
  if (event.type !== 'frame') return undefined;
  const { opcode, fin, rsv1, payloadLength } = event.header;
  return { opcode, fin, rsv1, payloadLength };
}
// #endregion doc
