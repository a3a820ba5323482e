/** An echo server of nodejs-websocket: `nodejs-websocket-server.js PORT FOLDER`. */
import { createRequire } from 'node:module';

const [port, folder] = process.argv.slice(2);
const { createServer } = createRequire(`${folder}/`)('nodejs-websocket');

createServer((connection) => {
  connection.on('text', (text) => connection.sendText(text));
  connection.on('binary', (stream) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => connection.sendBinary(Buffer.concat(parts)));
  });
  connection.on('error', () => undefined);
}).listen(Number(port), '127.0.0.1');
