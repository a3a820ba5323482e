import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mutate, Random } from '../../src/engine/index.ts';
import { targets } from '../../src/targets/index.ts';

const corpus = join(import.meta.dirname, '../../corpus');

describe.each(targets)('$name', (target) => {
  const folder = join(corpus, target.name);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const read = (name: string): Uint8Array => Uint8Array.from(readFileSync(join(folder, name)));

  it('has seeds, none longer than it takes', () => {
    expect(names).not.toEqual([]);
    for (const name of names) expect(read(name).length).toBeLessThanOrEqual(target.maxBytes);
  });

  it.each(names)('keeps its promise for %s', (name) => {
    const input = read(name);
    const before = input.slice();
    target.run(input);
    expect(input).toEqual(before);
  });

  it('keeps its promise for seeds with changes, and for nothing at all', () => {
    const random = new Random(1);
    const { dictionary, maxBytes } = target;
    target.run(new Uint8Array(0));
    for (const name of [...names, ...names, ...names]) {
      const context = { random, dictionary, partner: read(random.pick(names)) };
      target.run(mutate(read(name), context, maxBytes));
    }
  });
});

describe('the corpus', () => {
  it('has no folder without a target', () => {
    expect(readdirSync(corpus).sort()).toEqual(targets.map(({ name }) => name).sort());
  });
});
