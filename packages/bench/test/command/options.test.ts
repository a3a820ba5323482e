import { describe, expect, it } from '@jest/globals';
import { help, parseOptions } from '../../src/command/index.ts';

const names = ['decode-text-16-server', 'encode-text-16-server'];

describe('parseOptions()', () => {
  it('measures all rows in Node when nothing is said', () => {
    expect(parseOptions([], names)).toMatchObject({
      help: false,
      only: [],
      runtimes: ['node'],
      budget: { processes: 2, rounds: 5 },
      json: undefined,
      write: false,
    });
  });

  it('reads every option that the help names', () => {
    const given = [
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
    expect(parseOptions(given, names)).toMatchObject({
      only: ['decode'],
      runtimes: ['bun'],
      budget: { processes: 1, rounds: 9 },
      json: 'f',
    });
    for (const option of [
      '--only',
      '--runtime',
      '--quick',
      '--processes',
      '--rounds',
      '--json',
      '--write',
    ]) {
      expect(help).toContain(option);
    }
  });

  it('measures in all runtimes what it writes into the documents', () => {
    expect(parseOptions(['--write'], names).runtimes).toEqual(['node', 'deno', 'bun']);
    expect(parseOptions(['--write', '--runtime', 'deno'], names).runtimes).toEqual(['deno']);
  });

  it.each([
    [['--only', 'dance'], 'There is no row dance'],
    [['--runtime', 'java'], '--runtime must be node, deno, bun, got java'],
    [['--rounds', '0'], '--rounds must be a whole number from 1 up, got 0'],
    [['--slow'], "Unknown option '--slow'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args, names)).toThrow(message);
  });
});
