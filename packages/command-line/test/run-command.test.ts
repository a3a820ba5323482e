import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const built = new URL('../dist/index.js', import.meta.url);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sansocket-command-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs a command whose work is `work`, and gives its output to a shell. */
function command(work: string, shell = '"$0" "$1"') {
  const file = join(folder, 'command.mjs');
  writeFileSync(
    file,
    `import * as line from ${JSON.stringify(built.href)};
    import fs from 'node:fs';
    await line.runCommand({ name: 'x', does: '', options: {}, example: '' }, async () => { ${work} });`,
  );
  const { status, stdout, stderr } = spawnSync('bash', ['-c', shell, process.execPath, file], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('runCommand()', () => {
  it('ends with 2 for a mistake, and with 1 for a failure, in one sentence', () => {
    expect(command("throw new line.Mistake('Not so')")).toEqual({
      status: 2,
      stdout: '',
      stderr: 'Not so\nTry x --help\n',
    });
    expect(command("throw new line.Failure('No root')")).toEqual({
      status: 1,
      stdout: '',
      stderr: 'No root\n',
    });
  });

  it('shows no stack for what the system refuses', () => {
    expect(command("fs.readFileSync('/there/is/no/such')")).toEqual({
      status: 1,
      stdout: '',
      stderr: "ENOENT: no such file or directory, open '/there/is/no/such'\n",
    });
  });

  it('shows the stack of a fault', () => {
    const { status, stderr } = command("throw new TypeError('A fault')");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^TypeError: A fault\n +at /);
  });

  it.each([
    ['in one turn of the event loop', "for (;;) line.print('more')"],
    ['in many', "setInterval(() => process.stdout.write('more\\n'))"],
  ])('ends without a word when nobody reads on: %s', (_, work) => {
    const { stdout, stderr } = command(work, '"$0" "$1" | head -n 1');
    expect([stdout, stderr]).toEqual(['more\n', '']);
  });

  it.each(['nope', 'folder'])('knows before the work which file cannot be used: %s', (name) => {
    const path = JSON.stringify(name === 'folder' ? folder : join(folder, 'no', name));
    for (const call of [
      `line.checkWritable('json', ${path})`,
      `line.readGivenFile('json', ${path})`,
    ]) {
      const { status, stderr } = command(call);
      expect(stderr).toMatch(
        /^Option --json cannot (?:read|write) '[^']+': [^\n]+\nTry x --help\n$/,
      );
      expect(status).toBe(2);
    }
  });
});
