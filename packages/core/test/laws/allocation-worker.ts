/**
 * What a server allocates for each text message that it decodes, in bytes on the heap. It runs in a process of its
 * own whose young generation is larger than all of it, so that nothing is collected in between.
 *
 * @module
 */

import { ClientConnection, ServerConnection } from 'sansocket';

const MESSAGES = 2000;
const READ_BYTES = 65_536;

declare const gc: () => void;

console.log(JSON.stringify([16, 125].map((bytes) => allocatedPerMessage(bytes))));

function allocatedPerMessage(bytes: number): number {
  const { server, reads } = prepared(bytes);
  for (let i = 0; i < 200; i++) decode(server, reads);
  gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 20; i++) decode(server, reads);
  return (process.memoryUsage().heapUsed - before) / (20 * MESSAGES);
}

function decode(server: ServerConnection, reads: readonly Uint8Array[]): void {
  let messages = 0;
  for (const read of reads) {
    server.receive(read, 0);
    while (server.nextEvent() !== undefined) messages++;
  }
  if (messages !== MESSAGES) throw new Error(`Decoded ${messages} messages`);
}

/** An open server, and what a client sends it, in reads as of a socket. */
function prepared(bytes: number): { server: ServerConnection; reads: Uint8Array[] } {
  const server = new ServerConnection({}, 0);
  // The keys are ASCII, so that every pass over the same reads sees what the first one did.
  const client = new ClientConnection('ws://localhost/', { fillRandom: (key) => key.fill(1) }, 0);
  server.receive(write(client), 0);
  server.nextEvent();
  server.accept({}, 0);
  server.nextEvent();
  client.receive(write(server), 0);
  client.nextEvent();
  for (let i = 0; i < MESSAGES; i++) client.send('x'.repeat(bytes));
  const stream = write(client);
  const reads: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += READ_BYTES) {
    reads.push(stream.slice(at, at + READ_BYTES));
  }
  return { server, reads };
}

function write(from: ServerConnection | ClientConnection): Uint8Array {
  const output = from.nextOutput();
  if (output?.type !== 'write') throw new Error('There was nothing to write');
  return output.bytes;
}
