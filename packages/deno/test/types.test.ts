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

describe('Conn', () => {
  it('is what the sockets of Deno are', () => {
    const program = `import { type Conn, serve } from '@sansocket/deno';
export const conn = (real: Deno.TcpConn | Deno.TlsConn | Deno.UnixConn): Conn => real;
export const server = serve({ port: 0 }, (event) => console.log(event.type));
`;
    expect(check(program)).toBe('ok');
  });

  it('is compared', () => {
    const program = `import type { Conn } from '@sansocket/deno';
export const conn = (real: Deno.Listener): Conn => real;
`;
    expect(check(program)).toMatch(/TS2/);
  });
});
