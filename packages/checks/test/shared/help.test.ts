import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { headOf, readText, run, workspaceRoot } from '../../src/shared/index.ts';

const commands = 'packages/checks/src/commands';

describe('headOf()', () => {
  it('is the comment that a file begins with', () => {
    const source =
      '/**\n * `pnpm x`: one.\n *\n *     two\n *\n * @module\n */\nconst a = 1; /* b */';
    expect(headOf(source)).toBe('`pnpm x`: one.\n\n    two');
  });

  it.each(readdirSync(join(workspaceRoot, commands)))('tells how %s is called', (file) => {
    const name = file.replace('.ts', '');
    expect(headOf(readText(workspaceRoot, `${commands}/${file}`))).toMatch(
      new RegExp(`^\`pnpm ${name}\\b`),
    );
  });
});

describe('--help', () => {
  it('prints it, and does nothing else', () => {
    const command = join(commands.replace('src', 'dist'), 'mutation.js');
    const { ok, output } = run('node', [command, '--help'], workspaceRoot);
    expect(ok).toBe(true);
    expect(output).toMatch(/^`pnpm mutation \[--folder NAME/);
  });
});
