import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '../src/shared/index.ts';

const { scripts } = JSON.parse(readText(workspaceRoot, 'package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Every script that runs a command of ours: its name, and what stands behind `node`. */
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, command] = /\bnode (packages\/\S+\.js.*)$/.exec(script) ?? [];
  return command === undefined ? [] : [[name, command.split(' ')] as const];
});

function run(command: readonly string[], ...args: readonly string[]) {
  return spawnSync(process.execPath, [...command, ...args], {
    cwd: workspaceRoot,
    encoding: 'utf8',
  });
}

describe('the commands of package.json', () => {
  it('are found', () => {
    const names = commands.map(([name]) => name);
    const some = ['demo', 'test', 'check', 'bench', 'fuzz', 'mutation', 'interop', 'playground'];
    expect(names).toEqual(expect.arrayContaining([...some, 'docs', 'echo-client', 'echo-server']));
  });

  it.each(commands)('%s does nothing with an option that it does not have', (_, command) => {
    const { status, stdout, stderr } = run(command, '--hepl');
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toMatch(
      /^Un\w+ .*hepl.*[Dd]id you mean "?(?:--)?help"?\?.*\nTry pnpm .* --help\n$/,
    );
  });

  it.each(commands)('%s says what it does, its options and an example', (name, command) => {
    const { status, stdout, stderr } = run(command, '--help');
    expect([status, stderr]).toEqual([0, '']);
    const called = name
      .replace(/^docs$/, 'run docs')
      .replace(/^(?:test:runtimes|jest:nodes)$/, 'test');
    expect(stdout).toMatch(new RegExp(`^Usage: pnpm ${called}\\b`));
    expect(stdout).toMatch(/^ {2}--help +Print this$/m);
    expect(stdout).toMatch(new RegExp(`^Example: pnpm ${called}\\b`, 'm'));
  });

  it.each(commands.filter(([name]) => !/^(?:test|jest)/.test(name)))(
    '%s does nothing with an argument that it does not take',
    (_, command) => {
      const { status, stdout, stderr } = run(command, 'surplus');
      expect([stdout, status]).toEqual(['', 2]);
      expect(stderr).toMatch(/^Unexpected argument 'surplus'\nTry pnpm .* --help\n$/);
    },
  );

  const byName = Object.fromEntries(commands);
  it.each([
    [
      'mutation',
      ['--folder', 'framin'],
      "Option --folder does not know 'framin': did you mean framing?",
    ],
    [
      'mutation',
      ['--mutate', 'packages/core/src/framing/nope.ts'],
      'names a file that is not there',
    ],
    [
      'mutation',
      ['--mutate', 'packages/core/src/framin/*.ts'],
      'did you mean packages/core/src/framing?',
    ],
    ['mutation', ['--mutate', 'packages/core/src/framing/*.ts', '--write'], 'exclude each other'],
    ['size', ['--files', 'sansocket/framin'], 'did you mean sansocket/framing?'],
    ['check', ['--results', 'nope.json'], "cannot read 'nope.json': no such file or directory"],
    ['check', ['--results', 'package.json'], 'needs a report of jest --json'],
    ['requirements', ['--results', 'README.md'], 'needs a report of jest --json'],
    ['violations', ['--write', '--check'], 'Options --write and --check exclude each other'],
    ['test', ['denoo'], "No runtime and no test file is called 'denoo': did you mean deno?"],
    ['test', ['deno', 'packages/core/test/frmaing'], 'No runtime and no test file'],
    ['test', ['node', '('], "'(' is no pattern of test files"],
    [
      'fuzz',
      ['--target', 'utf8', '--input', 'nope'],
      "cannot read 'nope': no such file or directory",
    ],
    ['fuzz', ['--input', 'package.json'], 'Option --input needs one --target'],
    ['fuzz', ['--minutes', 'x'], "Option --minutes must be a number from 0.001 to 100000, got 'x'"],
    ['bench', ['--only', 'deocde'], "There is no row 'deocde': did you mean decode?"],
    ['bench', ['--json', 'nope/figures.json'], "cannot write 'nope/figures.json': no such file"],
    ['soak', ['--runtime', 'bnu'], "Option --runtime does not know 'bnu': did you mean bun?"],
    ['interop', ['--only', 'nope'], "No cell has 'nope' in its id: see --list"],
    ['interop', ['--check', '--write'], 'Options --write and --check exclude each other'],
    ['playground', ['--check', '--picture'], 'Options --check and --picture exclude each other'],
    ['echo-server', ['--port', '65536'], 'Option --port must be a whole number from 0 to 65535'],
    ['echo-client', ['--url', 'ws:/nope'], 'Option --url cannot be used: '],
  ] as const)('%s does nothing with %j', (name, args, message) => {
    const { status, stdout, stderr } = run(byName[name]!, ...args);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]+\nTry pnpm [^\n]+ --help\n$/);
  });
});
