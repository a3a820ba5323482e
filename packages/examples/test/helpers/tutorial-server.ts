/**
 * The server of tutorial 3.
 *
 * @module
 */

// #region doc
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]) });

server.on('connection', (socket) => {
  // A client that breaks a rule ends its own connection only.
  socket.on('error', () => undefined);
  socket.on('message', (data, binary) => socket.send(data, { binary }));
});
// #endregion doc
