/** An echo server of faye-websocket, which is made of websocket-driver: `faye-websocket-server.js PORT FOLDER`. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const [port, folder] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const WebSocket = require('faye-websocket');
const deflate = require('permessage-deflate');

const server = createServer((_, response) => {
  response.writeHead(404).end();
});
server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => undefined);
  if (!WebSocket.isWebSocket(request)) {
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    return;
  }
  const connection = new WebSocket(request, socket, head, [], { extensions: [deflate] });
  connection.on('message', ({ data }) => connection.send(data));
  connection.on('error', () => undefined);
});
server.listen(Number(port), '127.0.0.1');
