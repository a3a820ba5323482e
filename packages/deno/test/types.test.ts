import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, '.cache/deno-types');

/** What `deno check` says about a program that lies in the workspace. */
function check(program: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'program.ts'), program);
  const args = ['check', '--conditions=sansocket-source', join(folder, 'program.ts')];
  const { status, stderr } = spawnSync(join(root, 'node_modules/deno/deno'), args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return status === 0 ? 'ok' : stderr;
}

describe('DenoRuntime', () => {
  it('is what Deno is', () => {
    const program = `import type { Conn, DenoRuntime } from '@sansocket/deno';
export const runtime: DenoRuntime = Deno;
export const conn = (real: Deno.TcpConn | Deno.TlsConn | Deno.UnixConn): Conn => real;
`;
    expect(check(program)).toBe('ok');
  }, 60_000);

  it('is compared', () => {
    const program = `import type { DenoRuntime } from '@sansocket/deno';
export const runtime: DenoRuntime = { ...Deno, listen: undefined };
`;
    expect(check(program)).toMatch(/TS2322/);
  }, 60_000);
});
