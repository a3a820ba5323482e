/**
 * The sources run as they are, by the export condition `sansocket-source`, wherever TypeScript can be
 * run: Node 22, Deno and Bun. (Node 20 runs what is built.)
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { run, workspaceRoot } from '@sansocket/workspace';
import { itNeeds } from './helpers/it-needs.ts';

const script = 'packages/checks/test/fixtures/print-frame.ts';

const runtimes: readonly (readonly [name: string, program: string, args: readonly string[]])[] = [
  ['Node 22', 'node_modules/node22/bin/node', ['--disable-warning=ExperimentalWarning']],
  ['Deno', 'node_modules/deno/deno', ['run']],
  ['Bun', 'node_modules/bun/bin/bun.exe', []],
];

describe('sources without a build', () => {
  for (const [name, program, args] of runtimes) {
    itNeeds(existsSync(join(workspaceRoot, program)))(`run in ${name}`, () => {
      const all = [...args, '--conditions=sansocket-source', script];
      const { log } = run(join(workspaceRoot, program), all, workspaceRoot);
      expect(log).toBe('header payload Hello end\n');
    });
  }
});
