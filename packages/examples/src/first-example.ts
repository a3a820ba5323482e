/**
 * Two machines in memory, no socket between them: a client, and a server that echoes.
 *
 * @module
 */

// #region doc
import { ClientConnection, type Connection, ServerConnection } from 'sansocket';

const server = new ServerConnection({}, 0);
const client = new ClientConnection('ws://localhost/', {}, 0);

/** Passes the output of one end to the other: a transport does no more. */
function carry(from: Connection, to: Connection): void {
  for (let output; (output = from.nextOutput()) !== undefined; )
    if (output.type === 'write') to.receive(output.bytes, 0);
    else to.receiveEnd(0);
}

while (client.readyState !== 'closed') {
  carry(client, server);
  for (let event; (event = server.nextEvent()) !== undefined; ) {
    if (event.type === 'handshake-request') server.accept({}, 0);
    if (event.type === 'message') server.send(event.data);
  }
  carry(server, client);
  for (let event; (event = client.nextEvent()) !== undefined; ) {
    console.log(event.type === 'message' ? `message: ${String(event.data)}` : event.type);
    if (event.type === 'open') client.send('Hello');
    if (event.type === 'message') client.close(1000, 'done', 0);
  }
}
// #endregion doc
