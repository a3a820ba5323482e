/**
 * Plays the client of `sansocket conformance client`: `loop-client.js URL [LIBRARY [FOLDER]]`. Without a library it is
 * the runtime's own `WebSocket`.
 */
import { createRequire } from 'node:module';
import process from 'node:process';

const [base, library, folder] = process.argv.slice(2);
const require = createRequire(folder === undefined ? import.meta.url : `${folder}/`);
const libraries = {
  ws: () => require('ws'),
  websocket: () => require('websocket').w3cwebsocket,
  'faye-websocket': () => {
    const { Client } = require('faye-websocket');
    const deflate = require('permessage-deflate');
    return class extends Client {
      constructor(url) {
        super(url, [], { extensions: [deflate] });
      }
    };
  },
};
const Socket = library === undefined ? WebSocket : libraries[library]();

/** Opens a URL, and resolves with its last message when the connection has ended. */
function visit(path, echoes) {
  return new Promise((resolve) => {
    let last;
    const socket = new Socket(base + path);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      last = data;
      if (echoes) socket.send(data);
    };
    socket.onerror = () => undefined;
    // Some connections never end for some clients: the next case comes all the same.
    const timer = setTimeout(() => resolve(last), 20_000);
    socket.onclose = () => {
      clearTimeout(timer);
      resolve(last);
    };
  });
}

const count = Number(await visit('/getCaseCount', false));
for (let i = 1; i <= count; i++) await visit(`/runCase?case=${i}&agent=${library ?? 'own'}`, true);
await visit('/updateReports?agent=it', false);
process.exit(0);
