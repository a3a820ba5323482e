import { connect, serve } from '@sansocket/node';
import { webSocketClass } from '@sansocket/websocket';
import { WebsocketProvider } from 'y-websocket';
import type { Doc } from 'yjs';

/** A relay: each message goes to the others, who hold the document. */
export const server = await serve({}, (event, socket) => {
  if (event.type === 'message') server.broadcast(event.data, socket);
});

// #region provider
export function openDocument(doc: Doc): WebsocketProvider {
  return new WebsocketProvider(`ws://127.0.0.1:${server.port}`, 'notes', doc, {
    WebSocketPolyfill: webSocketClass({ open: connect }) as unknown as typeof WebSocket,
    disableBc: true,
  });
}
// #endregion provider
