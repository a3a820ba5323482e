import { once } from 'node:events';
import { serve } from '@sansocket/node';
import { createClient } from 'redis';

const publisher = createClient({ url: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379' });
const subscriber = publisher.duplicate();
for (const client of [publisher, subscriber]) {
  client.on('error', (error) => console.error(error));
  await client.connect();
}

const server = await serve({}, async (event) => {
  if (event.type === 'message') await publisher.publish('chat', String(event.data));
});
await subscriber.subscribe('chat', (text) => server.broadcast(text));
console.log(`Listening on ${server.port}`);

await once(process, 'SIGTERM');
await subscriber.close();
await server.close();
await publisher.close();
