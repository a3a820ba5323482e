/**
 * The options of a server that refuse requests: the path, the page that asks, the number of connections.
 *
 * @module
 */

import { expectEqual } from './expect.ts';
import type { CaseTable } from './transport-case.ts';
import type { TransportFixture } from './transport-fixture.ts';

export const policyCases: CaseTable = {
  async 'serves one path, and answers others with 404'(fixture) {
    const { port } = await fixture.serve({ path: '/chat' });
    const paths = ['/chat', '/chat?room=1', '/', '/chat/', '/Chat'];
    expectEqual(await statuses(fixture, port, paths), [101, 101, 404, 404, 404], 'The statuses');
  },

  async 'serves the paths for which a function returns true, at once or later'(fixture) {
    for (const later of [false, true]) {
      const { port } = await fixture.serve({
        path: ({ pathname, search }) => {
          const isIt = pathname.startsWith('/rooms/') && search === '?a=1';
          return later ? fixture.turns(1).then(() => isIt) : isIt;
        },
      });
      const paths = ['/rooms/2?a=1', '/rooms/2', '/other?a=1'];
      expectEqual(await statuses(fixture, port, paths), [101, 404, 404], 'The statuses');
    }
  },

  async 'allows by a function only what it answers with true'(fixture) {
    const path = (): boolean => 1 as unknown as boolean;
    const { port } = await fixture.serve({ path });
    expectEqual(await statuses(fixture, port, ['/']), [404], 'The status');
  },

  async 'takes pages of the same origin'(fixture) {
    const { port } = await fixture.serve({ allowedOrigins: 'same-origin' });
    const host = `127.0.0.1:${port}`;
    const origins = [`http://${host}`, 'http://127.0.0.1:2', 'http://evil.example', 'null'];
    expectEqual(await answersTo(fixture, port, origins), [101, 403, 403, 403], 'The statuses');
    expectEqual(await statuses(fixture, port, ['/']), [101], 'The status without Origin');
  },

  async 'takes pages from a list, and by a function that answers at once or later'(fixture) {
    const allowed = 'https://example.com';
    const isIt = (origin: string | undefined): boolean => origin === allowed;
    const later = (origin: string | undefined) => fixture.turns(1).then(() => isIt(origin));
    for (const allowedOrigins of [[allowed], isIt, later]) {
      const { port } = await fixture.serve({ allowedOrigins });
      const origins = [allowed, 'https://evil.example'];
      expectEqual(await answersTo(fixture, port, origins), [101, 403], 'The statuses');
    }
  },

  async 'answers 500 when a function rejects, and tells onError'(fixture) {
    const errors: unknown[] = [];
    const { port } = await fixture.serve({
      onError: (error) => errors.push(error),
      allowedOrigins: () => Promise.reject(new Error('in the policy')),
    });
    expectEqual(await statuses(fixture, port, ['/']), [500], 'The status');
    expectEqual(errors.map(String), ['Error: in the policy'], 'Errors');
  },

  async 'answers 503 to more connections than allowed, and takes others once some have closed'(
    fixture,
  ) {
    const { port } = await fixture.serve({ maxConnections: 2 });
    const url = `ws://127.0.0.1:${port}/`;
    const first = await fixture.open(url);
    await fixture.open(url);
    expectEqual(await statuses(fixture, port, ['/', '/']), [503, 503], 'The statuses');
    await first.close();
    while (!fixture.atServer.has('close')) await fixture.turns(1);
    await fixture.atServer.next('close');
    await fixture.atServer.next('close');
    await fixture.atServer.next('close');
    expectEqual(await statuses(fixture, port, ['/']), [101], 'The status afterwards');
  },

  async 'takes headers as an object'(fixture) {
    const { port } = await fixture.serve({
      onRequest: ({ fields }, socket) => {
        const sent = fields.filter(([name]) => name === 'X-A').map(([, value]) => value);
        socket.accept({ headers: { 'X-B': sent } });
      },
    });
    fixture.connect(`ws://127.0.0.1:${port}/`, { headers: { 'X-A': ['1', '2'] } });
    const { fields } = await fixture.atClient.next('open');
    const values = fields.filter(([name]) => name === 'X-B').map(([, value]) => value);
    expectEqual(values, ['1', '2'], 'The values');
  },
};

/** The status of the answer to each origin. */
async function answersTo(
  fixture: TransportFixture,
  port: number,
  origins: readonly string[],
): Promise<number[]> {
  const answers: number[] = [];
  for (const origin of origins) answers.push(...(await statuses(fixture, port, ['/'], { origin })));
  return answers;
}

/** The status of the answer to each path. */
async function statuses(
  fixture: TransportFixture,
  port: number,
  paths: readonly string[],
  options: { readonly origin?: string } = {},
): Promise<number[]> {
  const answers: number[] = [];
  for (const path of paths) {
    await new Promise<void>((resolve) => {
      fixture.connect(`ws://127.0.0.1:${port}${path}`, options, (event, socket) => {
        if (event.type === 'open') answers.push(101);
        if (event.type === 'handshake-rejected') answers.push(event.status);
        if (event.type === 'open') void socket.close();
        if (event.type === 'close') resolve();
      });
    });
  }
  return answers;
}
