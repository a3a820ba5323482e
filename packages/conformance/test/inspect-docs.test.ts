/** The commands in the document on `sansocket inspect`, and what they print. @module */
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Program } from '@sansocket/engines';
import { fixture } from './helpers/inspect.ts';
import { main, sansocket } from './helpers/sansocket.ts';

const page = readFileSync(
  join(import.meta.dirname, '../../../docs/how-to/inspect-traffic.md'),
  'utf8',
);
const blocks = [...page.matchAll(/^```sh\n(.*?)\n```\n(?:\n```text\n(.*?)\n```)?/gms)].map(
  ([, command = '', output]) => ({ command, output }),
);

const folder = mkdtempSync(join(tmpdir(), 'sansocket-docs-'));
symlinkSync(fixture('chromium.pcap'), join(folder, 'capture.pcap'));

describe('the document on inspect', () => {
  it.each(blocks.filter(({ command }) => !/tcpdump|--proxy/.test(command)))(
    'is right: $command',
    async ({ command, output }) => {
      const words = command.replace('sansocket', `"${process.execPath}" "${main}"`);
      const run = new Program('sh', ['-c', words], { cwd: folder });
      const { exitCode, stdout } = await run.ended();
      expect(exitCode).toBe(0);
      if (output !== undefined) expect(stdout.trimEnd()).toBe(output);
    },
  );

  it('names options, formats and fields that there are', async () => {
    const { out } = await sansocket('inspect', '--help');
    for (const [, option] of page.matchAll(/(?<=[\s`])(--[a-z]+)/g)) {
      if (option !== '--record') expect(out).toContain(option!);
    }
    const formats = /json, har, pcapng, vector, repro/.exec(out)![0].split(', ');
    expect([...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(formats);
    expect(out).toContain('sansocket.rule');
  });
});
