/** An echo server of ws: `ws-server.js PORT [FOLDER]`, where FOLDER has the package if this one's is not meant. */
import { createRequire } from 'node:module';

const [port, folder = import.meta.dirname] = process.argv.slice(2);
const { Server } = createRequire(`${folder}/`)('ws');

const server = new Server({
  host: '127.0.0.1',
  port: Number(port),
  perMessageDeflate: true,
  handleProtocols: (offered) => ([...offered].includes('echo') ? 'echo' : undefined),
});
server.on('connection', (socket) => {
  const isConversation = socket.protocol === 'echo';
  // In the conversation it sends nothing to a client that does not answer its ping.
  const alive = new Promise((resolve) => {
    if (isConversation) socket.ping();
    if (isConversation) socket.once('pong', resolve);
    else resolve();
  });
  // Without a listener an error ends the process.
  socket.on('error', () => undefined);
  socket.on('message', (data, isBinary = typeof data !== 'string') => {
    void alive.then(() => {
      if (isConversation && String(data) === 'close me') socket.close(4001, 'genug, schön');
      else socket.send(data, { binary: isBinary });
    });
  });
});
