/**
 * `pnpm size [--files ENTRY]`: what each entry point weighs, in bytes after minifying and gzip; or
 * what each file adds to one of them, in bytes after minifying.
 *
 * @module
 */
import { helpWhereAsked, optionOf, readText, report, workspaceRoot } from '../shared/index.ts';
import {
  judgeSizes,
  limitsFile,
  listEntries,
  measure,
  type SizeLimits,
  sizeTable,
} from '../size/index.ts';

helpWhereAsked();

const limits = JSON.parse(readText(workspaceRoot, limitsFile)) as SizeLimits;
const sizes = await Promise.all(
  listEntries(workspaceRoot).map((entry) => measure(workspaceRoot, entry)),
);
const detailed = optionOf(process.argv, '--files');
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
