import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { Program } from '@sansocket/engines';
import { bun, deno, itNeeds, workspaceRoot } from './helpers/runtime.ts';

const page = readFileSync(join(workspaceRoot, 'docs/tutorial/2-echo-over-tcp.md'), 'utf8');
const [, chapter = ''] = page.split('## With @sansocket/node\n');
const [, program = ''] = /```ts run\n(.*?)```/s.exec(chapter) ?? [];
const [, output = ''] = /```text output\n(.*?)```/s.exec(chapter) ?? [];

const runtimes = [
  ['deno', deno, ['run', '--allow-net=127.0.0.1']],
  ['bun', bun, []],
] as const;

describe('the program of tutorial 2', () => {
  for (const [name, path, args] of runtimes) {
    itNeeds(path)(`runs in ${name} with the line that the tutorial names`, async () => {
      const line = `import { connect, serve } from '@sansocket/${name}';\n`;
      expect(page).toContain(line);
      const changed = program.replace(/^import .*@sansocket\/node';\n/, line);
      // Where the packages of the workspace are found.
      const folder = join(workspaceRoot, '.cache/tutorial');
      mkdirSync(folder, { recursive: true });
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, changed);
      const { stdout } = await new Program(path, [...args, file]).ended();
      expect([changed.startsWith(line), stdout]).toEqual([true, output]);
    });
  }
});
