import { createServer } from 'node:http';
import { attach } from '@sansocket/node';
import express from 'express';

const app = express();
app.get('/', (_request, response) => {
  response.send('Hello');
});

export const server = createServer(app);
attach(server, { path: '/echo' }, (event, socket) => {
  if (event.type === 'message') socket.send(event.data);
});
