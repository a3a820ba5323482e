import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ended, Program } from '@sansocket/engines';
import { workspaceRoot } from './helpers/runtime.ts';

const page = readFileSync(join(workspaceRoot, 'docs/tutorial/3-test-your-server.md'), 'utf8');
const blocks = [...page.matchAll(/^```(sh|ts|text)[^\n]*\n(.*?)^```$/gms)].map(
  ([, language, code]) => {
    return { language, code: code! };
  },
);
const main = join(workspaceRoot, 'packages/conformance/dist/main.js');
const folder = mkdtempSync(join(tmpdir(), 'sansocket-'));

/** Runs what a reader types, where npm has installed what the tutorial names. */
function run(line: string): Promise<Ended> {
  const command = line.replace(/^npx sansocket /, `"${process.execPath}" "${main}" `);
  return new Program('/bin/sh', ['-c', command], { cwd: folder }).ended();
}

describe('tutorial 3', () => {
  beforeAll(() => {
    symlinkSync(
      join(workspaceRoot, 'packages/examples/node_modules'),
      join(folder, 'node_modules'),
    );
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints what it shows', async () => {
    let last: Ended | undefined;
    const codes: (number | null)[] = [];
    for (const { language, code } of blocks) {
      if (language === 'ts') writeFileSync(join(folder, 'server.js'), code);
      if (language === 'text') {
        expect(last?.stdout.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:9001')).toContain(code);
      }
      if (language !== 'sh') continue;
      for (const line of code.trimEnd().split('\n')) {
        if (line.startsWith('npm ')) continue;
        last = await run(line);
        codes.push(last.exitCode);
      }
    }
    const cases = readFileSync(join(folder, 'report.html'), 'utf8').match(/<details class="case"/g);
    expect(page).toContain('more than 200 cases');
    expect(cases!.length).toBeGreaterThan(200);
    // The first run, explain, one case, the report, the baseline, the run with it.
    expect(codes).toEqual([1, 0, 0, 1, 0, 0]);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('id="HS-036"');
    expect(readFileSync(join(folder, 'websocket.baseline'), 'utf8')).not.toContain('HS-036');
  });
});
