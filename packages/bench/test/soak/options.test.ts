import { describe, expect, it } from '@jest/globals';
import { helpOf, readArguments } from '@sansocket/command-line';
import { kinds } from '../../src/soak/clients/index.ts';
import { planOf, soakCommand } from '../../src/soak/options.ts';

const parse = (...args: readonly string[]) => readArguments(soakCommand(7), args).values;

describe('soakCommand()', () => {
  it('soaks both servers in Node for a minute when nothing is said', () => {
    const options = parse();
    expect(options).toMatchObject({ runtime: 'node', server: undefined, write: false });
    expect(planOf(options)).toEqual({ clients: 200, seed: 7, until: { ms: 60_000 } });
  });

  it('reads every option', () => {
    const given = '--minutes 0.5 --runtime all --server ws --clients 9 --seed 3 --write';
    const options = parse(...given.split(' '));
    expect(options).toMatchObject({ runtime: 'all', server: 'ws', write: true });
    expect(planOf(options)).toEqual({ clients: 9, seed: 3, until: { ms: 30_000 } });
    expect(planOf(parse('--lives', '2')).until).toEqual({ lives: 2 });
  });

  it('names every kind of client in the help', () => {
    for (const { name } of kinds) expect(helpOf(soakCommand(7))).toContain(`  ${name} `);
  });

  it.each([
    [['--minutes', '0'], "Option --minutes must be a number from 0.001 to 10000, got '0'"],
    [['--minutes', '1', '--lives', '1'], 'Options --minutes and --lives exclude each other'],
    [['--lives', '1.5'], "Option --lives must be a whole number from 1 to 1000000, got '1.5'"],
    [['--clients', '0'], "Option --clients must be a whole number from 1 to 10000, got '0'"],
    [['--seed', 'one'], "Option --seed must be a whole number from 0 to 2147483647, got 'one'"],
    [['--runtime', 'bnu'], "Option --runtime does not know 'bnu': did you mean bun?"],
    [['--server', 'net'], "Option --server does not know 'net'"],
    [['--minuts', '1'], "Unknown option '--minuts': did you mean --minutes?"],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
