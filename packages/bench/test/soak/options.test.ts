import { describe, expect, it } from '@jest/globals';
import { kinds } from '../../src/soak/clients/index.ts';
import { help, parseOptions } from '../../src/soak/options.ts';

describe('parseOptions() of the soak', () => {
  it('soaks both servers in Node for a minute when nothing is said', () => {
    expect(parseOptions([], 7)).toEqual({
      help: false,
      runtimes: ['node'],
      servers: ['sansocket', 'ws'],
      plan: { clients: 200, seed: 7, until: { ms: 60_000 } },
      write: false,
    });
  });

  it('reads every option that the help names', () => {
    const given = '--minutes 0.5 --runtime all --server ws --clients 9 --seed 3 --write';
    expect(parseOptions(given.split(' '), 7)).toEqual({
      help: false,
      runtimes: ['node', 'deno', 'bun'],
      servers: ['ws'],
      plan: { clients: 9, seed: 3, until: { ms: 30_000 } },
      write: true,
    });
    for (const option of [...given.split(' '), '--lives'].filter((word) => /^--/.test(word))) {
      expect(help).toContain(option);
    }
  });

  it('names every kind of client in the help', () => {
    for (const { name } of kinds) expect(help).toContain(name);
  });

  it.each<[string[], string]>([
    [['--minutes=0'], '--minutes must be more than 0 and at most 1440, got 0'],
    [['--minutes', 'x'], '--minutes must be more than 0 and at most 1440, got x'],
    [['--minutes', '1', '--lives', '1'], '--minutes and --lives cannot be given together'],
    [['--lives', '1.5'], '--lives must be a whole number from 1 to 1000000, got 1.5'],
    [['--clients', '0'], '--clients must be a whole number from 1 to 10000, got 0'],
    [['--seed', 'one'], '--seed must be a whole number from 0 to 2147483647, got one'],
    [['--runtime', 'java'], '--runtime must be one of node, deno, bun, got java'],
    [['--server', 'net'], '--server must be one of sansocket, ws, got net'],
    [['--minuts', '1'], "Unknown option '--minuts'"],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args, 7)).toThrow(message);
  });
});
