/**
 * `pnpm options [--write | --check]`: makes the page of options, or finds it stale; without an option, prints it.
 *
 * @module
 */
import { docsOfOptions, entries, optionsPage, readTable, renderOptions } from '../options/index.ts';
import { helpWhereAsked, report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { readSources } from '../structure/index.ts';

helpWhereAsked();

const sources = new Map(readSources(workspaceRoot).map((source) => [source.path, source]));
const sections = entries.map((entry) => {
  const [folder, path] = entry.file;
  const docs = docsOfOptions(sources, `packages/${folder}/src/${path}.ts`, entry.type);
  return { ...entry, table: readTable(workspaceRoot, entry), docs };
});
const page = renderOptions(sections);
const write = process.argv.includes('--write');
if (write || process.argv.includes('--check')) {
  report(
    writeOrCompare(workspaceRoot, optionsPage, page, write, 'pnpm options --write'),
    `${optionsPage} has ${sections.length} calls`,
  );
} else {
  console.log(page);
}
