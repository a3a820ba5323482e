import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readCorpus, readInputs, writeInput } from '../../src/engine/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-corpus-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('the corpus on disk', () => {
  it('has the seeds first, then what was found', () => {
    const folders = { seeds: join(folder, 'seeds'), finds: join(folder, 'finds') };
    writeInput(join(folders.finds, 'utf8'), Uint8Array.of(2));
    writeInput(join(folders.seeds, 'utf8'), Uint8Array.of(1));
    expect(readCorpus(folders, 'utf8')).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
  });

  it('holds an input once', () => {
    const target = join(folder, 'once');
    expect(writeInput(target, Uint8Array.of(5))).toBe(writeInput(target, Uint8Array.of(5)));
    expect(readInputs(target)).toEqual([Uint8Array.of(5)]);
  });

  it('is empty where there is no folder', () => {
    expect(readInputs(join(folder, 'none'))).toEqual([]);
  });
});
