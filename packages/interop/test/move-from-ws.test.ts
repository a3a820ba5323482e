import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { chat as chatOfOurs } from './programs/chat-of-ours.ts';
import { chat as chatOfWs } from './programs/chat-of-ws.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
const linesOf = (name: string) => readFileSync(pathOf(name), 'utf8').split('\n').length;

/** The next messages of a client, as text. */
async function texts(socket: WebSocket, count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) {
    const [data] = (await once(socket, 'message')) as [Buffer];
    found.push(data.toString());
  }
  return found;
}

describe.each([
  ['ws', chatOfWs],
  ['sansocket', chatOfOurs],
])('the chat of docs/how-to/move-from-ws.md over %s', (_, chat) => {
  it('serves the same clients in the same way', async () => {
    const http = createServer((_request, response) => response.end('Hello'));
    const stop = chat(http);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/chat`;

    const ada = new WebSocket(`${url}?name=Ada`, 'chat.v1');
    await once(ada, 'open');
    expect([ada.protocol, ada.extensions]).toEqual(['chat.v1', 'permessage-deflate']);
    const ofAda = texts(ada, 3);
    const stranger = new WebSocket(url, { origin: 'https://elsewhere.example' });
    const [error] = (await once(stranger, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 403');

    const bob = new WebSocket(`${url}?name=Bob`);
    const ofBob = texts(bob, 1);
    await once(bob, 'open');
    bob.send('Hello');
    await once(ada, 'message').then(() => once(ada, 'message'));
    ada.send('Hi');
    expect(await ofBob).toEqual(['Ada: Hi']);
    bob.send(Uint8Array.of(1));
    expect((await once(bob, 'close'))[0]).toBe(1003);
    expect(await ofAda).toEqual(['Bob has come', 'Bob: Hello', 'Bob has left']);

    const closed = once(ada, 'close');
    await stop();
    expect((await closed)[0]).toBe(1001);
    http.close();
  });
});

describe('docs/how-to/move-from-ws.md', () => {
  const page = readFileSync(
    new URL('../../../docs/how-to/move-from-ws.md', import.meta.url),
    'utf8',
  );

  it('shows the difference of the two programs', () => {
    const { stdout } = spawnSync('diff', [
      '-U',
      '99',
      pathOf('chat-of-ws.ts'),
      pathOf('chat-of-ours.ts'),
    ]);
    const [, , , ...lines] = stdout.toString().split('\n');
    expect(page).toContain(`\`\`\`diff\n${lines.join('\n')}\`\`\`\n`);
  });

  it('has fewer lines for ours', () => {
    expect(linesOf('chat-of-ours.ts')).toBeLessThan(linesOf('chat-of-ws.ts'));
  });
});
