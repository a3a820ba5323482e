import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';

const { scripts } = JSON.parse(readText(workspaceRoot, 'package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Every script that runs a command of ours: its name, and what stands behind `node`. */
const scripted = Object.entries(scripts).flatMap(([name, script]) => {
  const [, command] = /\bnode (packages\/\S+\.js.*)$/.exec(script) ?? [];
  return command === undefined ? [] : [[`pnpm ${name}`, command.split(' ')] as const];
});

const byName = new Map<string, readonly string[]>(scripted);

/** Commands that a script reaches by its first argument, and programs without a script. */
const others: readonly (readonly [name: string, command: readonly string[]])[] = [
  ...['docs', 'packages', 'requirements', 'support'].map((step) => {
    return [`pnpm check ${step}`, [...byName.get('pnpm check')!, step]] as const;
  }),
  ...['packages/examples/dist/echo-server.js', 'packages/examples/dist/echo-client.js'].map(
    (program) => [`node ${program}`, [program]] as const,
  ),
];

const commands = [...scripted, ...others];
for (const [name, command] of others) byName.set(name, command);

function run(command: readonly string[], ...args: readonly string[]) {
  return spawnSync(process.execPath, [...command, ...args], {
    cwd: workspaceRoot,
    encoding: 'utf8',
  });
}

describe('the commands of package.json', () => {
  it('are sixteen: fourteen of ours, the compiler and the formatter', () => {
    expect(Object.keys(scripts)).toHaveLength(16);
    expect(scripted).toHaveLength(14);
  });

  it.each(scripted)('%s does nothing with an option that it does not have', (_, command) => {
    const { status, stdout, stderr } = run(command, '--hepl');
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toMatch(
      /^Un\w+ .*hepl.*[Dd]id you mean "?(?:--)?help"?\?.*\nTry \w+ .* --help\n$/,
    );
  });

  it.each(commands)('%s says what it does, its options and an example', (name, command) => {
    const { status, stdout, stderr } = run(command, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: ${name}\\b`));
    expect(stdout).toMatch(/^ {2}--help +Print this$/m);
    expect(stdout).toMatch(new RegExp(`^Example: ${name}\\b`, 'm'));
  });

  it('do nothing with an argument that they do not take', () => {
    const { status, stdout, stderr } = run(byName.get('pnpm fuzz')!, 'surplus');
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toBe("Unexpected argument 'surplus'\nTry pnpm fuzz --help\n");
  });

  it.each([
    [
      'pnpm mutation',
      ['--folder', 'framin'],
      "Option --folder does not know 'framin': did you mean framing?",
    ],
    [
      'pnpm mutation',
      ['--mutate', 'packages/core/src/framing/nope.ts'],
      'names a file that is not there',
    ],
    [
      'pnpm mutation',
      ['--mutate', 'packages/core/src/framin/*.ts'],
      'did you mean packages/core/src/framing?',
    ],
    [
      'pnpm mutation',
      ['--mutate', 'packages/core/src/framing/*.ts', '--write'],
      'exclude each other',
    ],
    [
      'pnpm check',
      ['--results', 'nope.json'],
      "cannot read 'nope.json': no such file or directory",
    ],
    ['pnpm check', ['--results', 'package.json'], 'needs a report of jest --json'],
    ['pnpm check requirements', ['--results', 'README.md'], 'needs a report of jest --json'],
    ['pnpm check', ['structur'], "Unexpected argument 'structur'"],
    ['pnpm test', ['denoo'], "No runtime and no test file is called 'denoo': did you mean deno?"],
    ['pnpm test', ['deno', 'packages/core/test/frmaing'], 'No runtime and no test file'],
    ['pnpm test', ['node', '('], "'(' is no pattern of test files"],
    [
      'pnpm fuzz',
      ['--target', 'utf8', '--input', 'nope'],
      "cannot read 'nope': no such file or directory",
    ],
    ['pnpm fuzz', ['--input', 'package.json'], 'Option --input needs one --target'],
    [
      'pnpm fuzz',
      ['--minutes', 'x'],
      "Option --minutes must be a number from 0.001 to 100000, got 'x'",
    ],
    ['pnpm bench', ['--only', 'deocde'], "There is no row 'deocde': did you mean decode?"],
    [
      'pnpm bench',
      ['--json', 'nope/figures.json'],
      "cannot write 'nope/figures.json': no such file",
    ],
    [
      'pnpm jest',
      ['--runtime', 'denoo'],
      "Option --runtime does not know 'denoo': did you mean deno?",
    ],
    ['pnpm jest', ['packages/core/test/frmaing'], 'No runtime and no test file'],
    ['pnpm soak', ['--runtime', 'bnu'], "Option --runtime does not know 'bnu': did you mean bun?"],
    ['pnpm interop', ['--only', 'nope'], "No cell has 'nope' in its id: see --list"],
    ['pnpm interop', ['--check', '--write'], 'Options --write and --check exclude each other'],
    ['pnpm farm', ['--only', 'tornadoo'], "No server is called 'tornadoo': did you mean tornado?"],
    ['pnpm farm', ['--profile', 'ful'], "Option --profile does not know 'ful': did you mean full?"],
    ['pnpm farm', ['XX-001'], "No case fits 'XX-001'"],
    ['pnpm farm', ['--write', 'FR-001'], 'Option --write needs all cases of the profile full'],
    [
      'pnpm farm',
      ['--historic', '--only', 'ws'],
      'Options --only and --historic exclude each other',
    ],
    [
      'pnpm playground',
      ['--check', '--picture'],
      'Options --check and --picture exclude each other',
    ],
    [
      'node packages/examples/dist/echo-server.js',
      ['--port', '65536'],
      'Option --port must be a whole number from 0 to 65535',
    ],
    [
      'node packages/examples/dist/echo-client.js',
      ['--url', 'ws:/nope'],
      'Option --url cannot be used: ',
    ],
  ] as const)('%s does nothing with %j', (name, args, message) => {
    const { status, stdout, stderr } = run(byName.get(name)!, ...args);
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^[^\n]+\nTry \w+ [^\n]+ --help\n$/);
  });
});
