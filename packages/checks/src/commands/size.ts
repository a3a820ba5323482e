/**
 * `pnpm check size`: what each entry point weighs, in bytes after minifying and gzip; or what each file adds to one
 * of them, in bytes after minifying.
 *
 * @module
 */
import { choice, runCommand } from '@sansocket/command-line';
import { readText, report, workspaceRoot } from '../shared/index.ts';
import {
  judgeSizes,
  limitsFile,
  listEntries,
  measure,
  type SizeLimits,
  sizeTable,
} from '../size/index.ts';

const entries = listEntries(workspaceRoot);

await runCommand(
  {
    name: 'pnpm check size',
    does: `What each entry point weighs, in bytes after minifying and gzip. The exit code is 1 when one is
heavier than ${limitsFile} allows.`,
    options: {
      files: choice(
        'ENTRY',
        'First print what each file adds to this one, in bytes after minifying',
        entries.map(({ name }) => name),
      ),
    },
    example: 'pnpm check size --files sansocket/framing',
  },
  async ({ files: detailed }) => {
    const limits = JSON.parse(readText(workspaceRoot, limitsFile)) as SizeLimits;
    const sizes = await Promise.all(entries.map((entry) => measure(workspaceRoot, entry)));
    for (const { name, files } of sizes) {
      if (name !== detailed) continue;
      for (const { file, minBytes } of files) console.log(String(minBytes).padStart(6), file);
    }
    console.log(sizeTable(sizes, limits));
    console.log('Bytes, with @noble/hashes where it is used; adapters without sansocket');
    const summary = sizes
      .filter(({ name }) => name in limits)
      .map(({ name, gzipBytes }) => `${name}: ${gzipBytes} of ${limits[name]!} bytes`);
    report(judgeSizes(sizes, limits), summary.join('; '));
  },
);
