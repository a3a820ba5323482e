/** The harnesses of `examples/`, each with a parser of its own in another language. @module */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sansocket } from './helpers/sansocket.ts';

const examples = join(import.meta.dirname, '../examples');
const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));
const program = join(folder, 'harness');

const harnesses = [
  { file: 'harness.py', needs: ['python3', '--version'], build: undefined },
  { file: 'harness.go', needs: ['go', 'version'], build: ['go', 'build', '-o', program] },
  { file: 'harness.rs', needs: ['rustc', '--version'], build: ['rustc', '-O', '-o', program] },
] as const;

function run([command, ...args]: readonly [string, ...(readonly string[])]): number | null {
  const env = { ...process.env, GOCACHE: join(folder, 'go') };
  return spawnSync(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
}

/** A machine may lack a language, CI may not. */
const isCi = (process.env['CI'] ?? '') !== '';

describe('harness in another language', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(harnesses)('has at most 60 lines: $file', ({ file }) => {
    const lines = readFileSync(join(examples, file), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(60);
  });

  for (const { file, needs, build } of harnesses) {
    const itNeeds = isCi || run([...needs]) === 0 ? it : it.skip;
    itNeeds(`passes all cases but those of compression: ${file}`, async () => {
      const source = join(examples, file);
      if (build !== undefined) expect(run([...build, source])).toBe(0);
      const exec = build === undefined ? `python3 ${source}` : program;
      const { code, out } = await sansocket('conformance', 'codec', '--exec', exec);
      expect([code, out]).toEqual([0, expect.stringContaining('Nothing fails')]);
      expect(out).toMatch(/^ {2}MK +(\d+) cases: \1 pass$/m);
      // It checks the UTF-8 of whole messages.
      expect(out).toMatch(/^ {2}U8 +\d+ cases: .*2 non-strict/m);
    });
  }
});
