import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { attach } from '@sansocket/node';
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.text('Hello'));

export const server = createAdaptorServer({ fetch: app.fetch }) as Server;
attach(server, { path: '/echo' }, (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
});
