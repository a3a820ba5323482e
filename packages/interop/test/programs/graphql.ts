import { connect, serve } from '@sansocket/node';
import { webSocketClass } from '@sansocket/websocket';
import { buildSchema } from 'graphql';
import { createClient, GRAPHQL_TRANSPORT_WS_PROTOCOL, makeServer } from 'graphql-ws';

// #region server
const graphql = makeServer({
  schema: buildSchema('type Query { hello: String }'),
  roots: { query: { hello: () => 'Hello' } },
});

interface Peer {
  receive(text: string): Promise<void>;
  closed(code: number, reason: string): Promise<void>;
}

export const server = await serve<Peer | undefined>(
  { subprotocols: [GRAPHQL_TRANSPORT_WS_PROTOCOL] },
  async (event, socket) => {
    if (event.type === 'open') {
      let receive: Peer['receive'] = () => Promise.resolve();
      const closed = graphql.opened(
        {
          protocol: event.subprotocol ?? '',
          send: (text) => void socket.send(text),
          close: (code, reason) => void socket.close(code, reason),
          onMessage: (listener) => {
            receive = listener;
          },
        },
        undefined,
      );
      socket.data = { receive, closed };
    } else if (event.type === 'message') await socket.data?.receive(String(event.data));
    else if (event.type === 'close') await socket.data?.closed(event.code, event.reason);
  },
);
// #endregion server

// #region client
export const client = createClient({
  url: `ws://127.0.0.1:${server.port}/`,
  webSocketImpl: webSocketClass({ open: connect }),
});
// #endregion client
