/** Limits of what comes out (RFC 6455 §10.4). @module */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hex, serializeDeflate, type WireFrame } from '@sansocket/testkit/wire';
import { build } from 'esbuild';
import { DeflateEnd, roles } from './support/deflate-end.ts';

const MIB = 1 << 20;
const RSV1 = 0x40;

/** Fifty bytes, of three. */
const fifty: WireFrame = {
  opcode: 2,
  reservedBits: RSV1,
  payload: serializeDeflate([{ type: 'fixed', tokens: [1, { length: 49, distance: 1 }] }]),
};

describe.each(roles)('a %s', (role) => {
  it('takes exactly the limit of a message, and fails with 1009 at one byte more', () => {
    const open = (maxMessageBytes: number) => new DeflateEnd(role, { limits: { maxMessageBytes } });
    expect(open(50).receive([fifty]).messages()).toEqual([new Uint8Array(50).fill(1)]);
    for (const cut of ['whole', 'bytes'] as const) {
      expect(open(49).receive([fifty], cut).events()).toMatchObject([
        { type: 'violation', rule: 'message-too-long', closeCode: 1009 },
      ]);
    }
  });

  it('counts over fragments, and each message by itself', () => {
    const end = new DeflateEnd(role, { limits: { maxMessageBytes: 60 } });
    expect(end.receive([fifty, fifty]).messages()).toHaveLength(2);
    const { payload } = fifty;
    const first = {
      ...fifty,
      fin: false,
      payload: Uint8Array.of(...payload, ...hex('00 00 ff ff')),
    };
    end.receive([first, { opcode: 0, payload }]);
    expect(end.events()).toMatchObject([{ rule: 'message-too-long', closeCode: 1009 }]);
  });

  it('fails with 1009 before it inflates what is too long as it is', () => {
    const end = new DeflateEnd(role, { limits: { maxMessageBytes: 3 } });
    end.receive([{ ...fifty, payload: new Uint8Array(4) }]);
    expect(end.events()).toMatchObject([{ rule: 'message-too-long', closeCode: 1009 }]);
  });
});

describe('a bomb of 1 GiB', () => {
  // What a process takes is asked of Node.
  const isNode = !('Deno' in globalThis || 'Bun' in globalThis);
  const folder = mkdtempSync(join(tmpdir(), 'bomb-'));
  const program = join(folder, 'bomb.mjs');
  beforeAll(async () => {
    if (!isNode) return;
    await build({
      entryPoints: [join(import.meta.dirname, 'support/bomb.ts')],
      outfile: program,
      bundle: true,
      format: 'esm',
      platform: 'node',
      conditions: ['sansocket-source'],
      logLevel: 'silent',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  (isNode ? it : it.skip).each([
    ['server', 16 * MIB, 'binary', 'many chunks'],
    ['client', 64 * MIB, 'binary', 'many chunks'],
    ['client', 16 * MIB, 'text', 'many chunks'],
    ['server', 64 * MIB, 'binary', 'one chunk'],
    ['client', 16 * MIB, 'binary', 'one chunk'],
    ['server', MIB, 'binary', 'one chunk'],
    ['client', 1000, 'binary', 'one chunk'],
    ['client', 1000, 'binary', 'many chunks'],
  ] as const)(
    'ends with 1009 and costs a %s no more than the limit of %i and 1 MiB: %s in %s',
    (role, limit, kind, cut) => {
      const args = ['--expose-gc', program, role, String(limit), kind, cut];
      // Of one chunk there are what came, and what is unmasked of it: a little more than a MiB each.
      const most = limit + MIB + (cut === 'one chunk' ? 3 * MIB : 0);
      // Where the engine collects late, a process takes more than the bomb costs: the least of a few counts.
      let least = Infinity;
      for (let i = 0; i < 5 && least > most; i++) {
        const stdout = execFileSync(process.execPath, args, { encoding: 'utf8' });
        const { peak, events } = JSON.parse(stdout) as { peak: number; events: unknown[] };
        expect(events).toMatchObject([
          { type: 'violation', rule: 'message-too-long', closeCode: 1009 },
        ]);
        least = Math.min(least, peak);
      }
      expect(least).toBeLessThanOrEqual(most);
    },
  );
});
