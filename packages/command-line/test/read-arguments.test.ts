import { describe, expect, it } from '@jest/globals';
import {
  type Command,
  choice,
  choices,
  flag,
  helpOf,
  number,
  numberOr,
  readArguments,
  text,
  textOr,
} from '@sansocket/command-line';

const options = {
  folder: text('NAME', 'Only this folder'),
  agent: textOr('us', 'NAME', 'Our name'),
  write: flag('Write it'),
  check: flag('Check it'),
  port: numberOr(9001, 'PORT', 'Where', { min: 0, max: 65_535 }),
  minutes: number('N', 'How long', { min: 0.5, fractions: true }),
  runtime: choice('NAME', 'Where to run', ['node', 'deno']),
  target: choices('NAME', 'Of which there are two,\nor more', ['utf8', 'text']),
};
const command: Command<typeof options> = {
  name: 'pnpm x',
  does: 'It does.',
  options,
  apart: [['write', 'check']],
  example: 'pnpm x --write',
};
const read = (...args: readonly string[]) => readArguments(command, args).values;

describe('readArguments()', () => {
  it('has a value for every option', () => {
    expect(read()).toEqual({
      folder: undefined,
      agent: 'us',
      write: false,
      check: false,
      port: 9001,
      minutes: undefined,
      runtime: undefined,
      target: [],
    });
  });

  it('takes values behind a blank or an equals sign', () => {
    const args = ['--folder', 'a', '--agent=--b', '--write', '--port', '0', '--minutes', '0.5'];
    expect(read(...args, '--runtime=deno', '--target', 'text', '--target', 'utf8')).toEqual({
      folder: 'a',
      agent: '--b',
      write: true,
      check: false,
      port: 0,
      minutes: 0.5,
      runtime: 'deno',
      target: ['text', 'utf8'],
    });
  });

  it.each([
    [['--wrte'], "Unknown option '--wrte': did you mean --write?"],
    [['--hepl'], "Unknown option '--hepl': did you mean --help?"],
    [['--Folder', 'a'], "Unknown option '--Folder': did you mean --folder?"],
    [['--no-write'], "Unknown option '--no-write': did you mean --write?"],
    [['--nonsense'], /^Unknown option '--nonsense': there are --folder, --agent, .*, --help$/],
    [['--constructor'], /^Unknown option '--constructor': there are /],
    [['-w'], /^Unknown option '-w': there are /],
    [['write'], "Unexpected argument 'write'"],
    [['--', '--write'], "Unexpected argument '--'"],
    [['--folder'], 'Option --folder needs a value: --folder NAME'],
    [['--folder', '--write'], 'Option --folder needs a value: --folder NAME'],
    [['--folder='], 'Option --folder needs a value: --folder NAME'],
    [['--write=yes'], "Option --write takes no value, got 'yes'"],
    [['--port', '1', '--port', '2'], 'Option --port was given twice'],
    [['--write', '--check'], 'Options --write and --check exclude each other'],
    [['--port', '-1'], "Option --port must be a whole number from 0 to 65535, got '-1'"],
    [['--port', '65536'], "Option --port must be a whole number from 0 to 65535, got '65536'"],
    [['--port', '1.5'], "Option --port must be a whole number from 0 to 65535, got '1.5'"],
    [['--port', '0x50'], "Option --port must be a whole number from 0 to 65535, got '0x50'"],
    [['--minutes', 'NaN'], "Option --minutes must be a number from 0.5 up, got 'NaN'"],
    [['--runtime', 'dneo'], "Option --runtime does not know 'dneo': did you mean deno?"],
    [['--runtime', 'java'], "Option --runtime does not know 'java': there are node, deno"],
    [['--runtime', 'den'], "Option --runtime does not know 'den': did you mean deno?"],
    [['--target', 'utf-8'], "Option --target does not know 'utf-8': did you mean utf8?"],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

describe('helpOf()', () => {
  it('says what the command does, its options with their defaults, and an example', () => {
    const { folder, port, target, write } = options;
    const small = {
      ...command,
      options: { folder, port, target, write },
      apart: [],
      more: 'More.',
    };
    expect(
      helpOf(small),
    ).toBe(`Usage: pnpm x [--folder NAME] [--port PORT] [--target NAME]... [--write]

It does.

  --folder NAME  Only this folder
  --port PORT    Where. Default: 9001
  --target NAME  Of which there are two,
                 or more
  --write        Write it
  --help         Print this

More.

Example: pnpm x --write`);
  });

  it('has the arguments that are no options, of a command that takes any, wherever they stand', () => {
    const withOperands = { ...command, operands: 'URL [CASE ...]' };
    const { operands, values } = readArguments(withOperands, [
      'a',
      '--port',
      '1',
      'b',
      '--',
      '--c',
    ]);
    expect([operands, values.port]).toEqual([['a', 'b', '--c'], 1]);
  });
});
