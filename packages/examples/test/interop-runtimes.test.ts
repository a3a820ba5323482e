import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { expected, scriptFor } from './helpers/converse.ts';
import { type InteropServer, interopServer } from './helpers/interop-server.ts';
import { Program } from './helpers/program.ts';
import { bun, deno, itNeeds } from './helpers/runtime.ts';

type Start = (script: string) => Program;

const runtimes: readonly (readonly [name: string, program: string, start: Start])[] = [
  [
    'Node',
    process.execPath,
    (script) => new Program(process.execPath, ['--experimental-websocket', '-e', script]),
  ],
  ['Deno', deno, (script) => new Program(deno, ['run', '--allow-net=127.0.0.1', '-'], script)],
  ['Bun', bun, (script) => new Program(bun, ['-e', script])],
];

describe('our server and the WebSocket of', () => {
  let server: InteropServer;
  beforeEach(async () => {
    server = await interopServer();
  });
  afterEach(() => server.server.close());

  for (const [name, program, start] of runtimes) {
    itNeeds(program)(
      name,
      async () => {
        const { stdout, stderr } = await start(scriptFor(server.url)).ended();
        expect(stdout === '' ? stderr : JSON.parse(stdout)).toEqual(expected);
        expect(server.closes).toMatchObject([
          { code: 3001, reason: 'done', wasClean: true, endedBy: 'peer' },
          { code: 4001, wasClean: true, endedBy: 'local' },
        ]);
      },
      30_000,
    );
  }
});
