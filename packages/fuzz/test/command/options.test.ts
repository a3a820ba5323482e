import { describe, expect, it } from '@jest/globals';
import { parseOptions } from '../../src/command/index.ts';

const parse = (...args: readonly string[]) => parseOptions(args, ['utf8', 'text'], 77);

describe('parseOptions()', () => {
  it('has a default for everything', () => {
    expect(parse()).toEqual({
      help: false,
      minutes: 1,
      seed: 77,
      targets: [],
      input: undefined,
      markdown: false,
    });
  });

  it('takes minutes, seed and several targets', () => {
    expect(
      parse('--minutes', '0.5', '--seed', '9', '--target', 'utf8', '--target', 'text'),
    ).toMatchObject({ minutes: 0.5, seed: 9, targets: ['utf8', 'text'] });
  });

  it.each([
    [['--target', 'x'], 'There is no target x: see --help'],
    [['--input', 'x'], '--input needs one --target'],
    [['--minutes', '0'], '--minutes must be more than 0, got 0'],
    [['--minutes', 'x'], '--minutes must be more than 0, got x'],
    [['--seed=-1'], '--seed must be a whole number from 0 to 2147483647, got -1'],
    [
      ['--seed', '2147483648'],
      '--seed must be a whole number from 0 to 2147483647, got 2147483648',
    ],
    [['--hours', '1'], "Unknown option '--hours'"],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
