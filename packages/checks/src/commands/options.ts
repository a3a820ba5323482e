/**
 * `pnpm options`: prints the page of options, makes it, or finds it stale.
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { docsOfOptions, entries, optionsPage, readTable, renderOptions } from '../options/index.ts';
import { report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { readSources } from '../structure/index.ts';

const command = 'pnpm options --write';

await runCommand(
  {
    name: 'pnpm options',
    does: 'Prints the page of the options that each call takes.',
    options: {
      write: flag('Make the page, print nothing of it'),
      check: flag('Fail if the page is not up to date'),
    },
    apart: [['write', 'check']],
    example: command,
  },
  ({ write, check }) => {
    const sources = new Map(readSources(workspaceRoot).map((source) => [source.path, source]));
    const sections = entries.map((entry) => {
      const [folder, path] = entry.file;
      const docs = docsOfOptions(sources, `packages/${folder}/src/${path}.ts`, entry.type);
      return { ...entry, table: readTable(workspaceRoot, entry), docs };
    });
    const page = renderOptions(sections);
    if (!write && !check) console.log(page);
    else {
      report(
        writeOrCompare(workspaceRoot, optionsPage, page, write, command),
        `${optionsPage} has ${sections.length} calls`,
      );
    }
  },
);
