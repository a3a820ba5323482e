import { describe, expect, it } from '@jest/globals';
import { readArguments } from '@sansocket/command-line';
import { benchCommand, budgetOf, runtimesOf } from '../../src/command/index.ts';

const rows = ['decode-text-16-server', 'encode-text-16-server'].map((name) => ({
  name,
  title: name,
}));
const parse = (...args: readonly string[]) => readArguments(benchCommand(rows), args).values;

describe('benchCommand()', () => {
  it('measures all rows in Node when nothing is said', () => {
    const options = parse();
    expect(options).toMatchObject({ only: [], json: undefined, write: false, profile: false });
    expect(runtimesOf(options)).toEqual(['node']);
    expect(budgetOf(options)).toMatchObject({ processes: 2, rounds: 5 });
  });

  it('reads every option', () => {
    const args = [
      '--only',
      'decode',
      '--runtime',
      'bun',
      '--quick',
      '--rounds',
      '9',
      '--json',
      'f',
    ];
    const options = parse(...args);
    expect(options).toMatchObject({ only: ['decode'], json: 'f' });
    expect(runtimesOf(options)).toEqual(['bun']);
    expect(budgetOf(options)).toMatchObject({ processes: 1, rounds: 9 });
  });

  it('measures in all runtimes what it writes into the documents', () => {
    expect(runtimesOf(parse('--write'))).toEqual(['node', 'deno', 'bun']);
    expect(runtimesOf(parse('--write', '--runtime', 'deno'))).toEqual(['deno']);
  });

  it.each([
    [['--only', 'dance'], "There is no row 'dance': "],
    [['--only', 'deocde'], "There is no row 'deocde': did you mean decode?"],
    [['--runtime', 'java'], "Option --runtime does not know 'java': there are node, deno, bun"],
    [['--rounds', '0'], "Option --rounds must be a whole number from 1 to 1000, got '0'"],
    [['--slow'], "Unknown option '--slow'"],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
