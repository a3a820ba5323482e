/** An echo server of websocket: `websocket-server.js PORT`. */
import { createServer } from 'node:http';
import websocket from 'websocket';

const [port] = process.argv.slice(2);
const MOST_BYTES = 4_194_304;

const httpServer = createServer((_, response) => {
  response.writeHead(404).end();
});
const server = new websocket.server({
  httpServer,
  autoAcceptConnections: true,
  maxReceivedFrameSize: MOST_BYTES,
  maxReceivedMessageSize: MOST_BYTES,
});
server.on('connect', (connection) => {
  connection.on('error', () => undefined);
  connection.on('message', (message) => {
    if (message.type === 'utf8') connection.sendUTF(message.utf8Data);
    else connection.sendBytes(message.binaryData);
  });
});
httpServer.listen(Number(port), '127.0.0.1');
