/**
 * A host that has the socket and the clock, and QuickJS with a server in it.
 *
 * @module
 */

// #region doc
import { createServer } from 'node:net';
import { extname } from 'node:path';
import { bundle, QuickJs } from '@sansocket/engines';
import { connect } from '@sansocket/node';
import type { Input, Todo } from './guest.ts';

const engine = await QuickJs.start();
const guest = `./guest${extname(import.meta.filename)}`;
engine.run(await bundle(`export * from '${guest}';`, import.meta.dirname));

const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  let timer: NodeJS.Timeout | undefined;
  let sent = 0;

  const tell = (input: Input) => {
    const call = `bundle.turn(${JSON.stringify(input)}, ${sent}, ${performance.now()})`;
    const todo = JSON.parse(String(engine.run(`JSON.stringify(${call})`))) as Todo;
    sent = todo.write.length;
    for (const line of todo.lines) console.log('in QuickJS:', line);
    if (sent > 0) socket.write(Uint8Array.from(todo.write));
    if (todo.end) socket.end();
    if (todo.abort) socket.resetAndDestroy();
    clearTimeout(timer);
    const { wakeAt } = todo;
    if (wakeAt !== undefined) timer = setTimeout(() => tell('time'), wakeAt - performance.now());
  };

  socket.on('data', (chunk) => tell({ chunk: [...chunk] }));
  socket.on('end', () => tell('end'));
  socket.on('error', () => tell('lost'));
  socket.on('close', () => {
    tell('lost');
    server.close();
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  connect(`ws://127.0.0.1:${port}/`, {}, (event, socket) => {
    if (event.type === 'open') socket.send('Grüße');
    if (event.type === 'message') console.log('in Node:', event.data);
    if (event.type === 'message') socket.close(1000);
    if (event.type === 'close') console.log('in Node: close', event.code, event.wasClean);
  });
});
// #endregion doc
