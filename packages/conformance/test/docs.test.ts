import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formats, gridFormats, loadCatalogue, verdicts } from '@sansocket/conformance';
import { Program } from '@sansocket/engines';

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const pages = [
  'docs/how-to/test-your-server.md',
  'docs/how-to/test-in-ci.md',
  'docs/explanation/verdicts.md',
  'docs/tutorial/3-test-your-server.md',
  'README.md',
];

const help = async (...words: readonly string[]): Promise<string> => {
  const main = join(root, 'packages/conformance/dist/main.js');
  return (await new Program(process.execPath, [main, ...words, '--help']).ended()).stdout;
};

describe('the documents on conformance', () => {
  it('name every verdict and every format', () => {
    for (const verdict of verdicts) {
      expect(read(pages[2]!)).toContain(`\`${verdict}\``);
      expect(read(pages[0]!)).toContain(`| \`${verdict}\` |`);
    }
    const table = /\| format \|.*?\n\n/s.exec(read(pages[0]!))![0];
    const named = [...table.matchAll(/`([a-z]+)`/g)].map(([, name]) => name);
    expect(named.filter((name) => formats.some((it) => it === name))).toEqual([...formats]);
  });

  it('use options, formats and cases that there are', async () => {
    const all = [
      await help('conformance', 'server'),
      await help('grid'),
      await help('report'),
    ].join('\n');
    const ids = loadCatalogue().cases.map(({ id }) => id);
    for (const page of pages) {
      const blocks = read(page).match(/^```(?:sh|yaml)\n.*?^```/gms) ?? [];
      const commands = blocks
        .filter((block) => /sansocket (report|grid)|conformance server/.test(block))
        .join('\n');
      // The server under test has options of its own.
      const words = commands
        .replaceAll(/--exec-server\s+'[^']*'/g, '--exec-server')
        .replaceAll(/^\.\/server .*$/gm, '');
      for (const [, option] of words.matchAll(/(?<=\s)--([a-z-]+)/g)) {
        expect([page, option, all.includes(`--${option!}`)]).toEqual([page, option, true]);
      }
      for (const [, format] of words.matchAll(/--report ([a-z]+)/g))
        expect(formats).toContain(format);
      for (const [id] of words.matchAll(/\b[A-Z][A-Z0-9]-\d{3}\b/g)) expect(ids).toContain(id);
    }
  });

  it('give the formats for several reports', async () => {
    expect(await help('grid')).toContain(`Formats: ${gridFormats.join(', ')}`);
  });
});
