import { attach } from '@sansocket/node';
import Fastify from 'fastify';

export const app = Fastify();
app.get('/', () => 'Hello');

const sockets = attach(app.server, { path: '/echo' }, (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
});
app.addHook('preClose', () => sockets.close());
await app.ready();
