import { describe, expect, it } from '@jest/globals';
import { readArguments } from '@sansocket/command-line';
import { fuzzCommand } from '../../src/command/index.ts';

const parse = (...args: readonly string[]) =>
  readArguments(fuzzCommand(['utf8', 'text'], 77), args).values;

describe('fuzzCommand()', () => {
  it('has a default for everything', () => {
    expect(parse()).toEqual({
      minutes: 1,
      seed: 77,
      target: [],
      input: undefined,
      markdown: false,
    });
  });

  it('takes minutes, seed and several targets', () => {
    expect(
      parse('--minutes', '0.5', '--seed', '9', '--target', 'utf8', '--target', 'text'),
    ).toMatchObject({ minutes: 0.5, seed: 9, target: ['utf8', 'text'] });
  });

  it.each([
    [['--target', 'x'], "Option --target does not know 'x': there are utf8, text"],
    [['--minutes', '0'], "Option --minutes must be a number from 0.001 to 100000, got '0'"],
    [['--seed=-1'], "Option --seed must be a whole number from 0 to 2147483647, got '-1'"],
    [['--seed', '2147483648'], "from 0 to 2147483647, got '2147483648'"],
    [['--input', 'x', '--minutes', '1'], 'Options --input and --minutes exclude each other'],
    [['--hours', '1'], "Unknown option '--hours'"],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
