/**
 * `pnpm check docs`: the code blocks and links of the README and the documents.
 *
 * @module
 */
import { runCommand } from '@sansocket/command-line';
import { workspaceRoot } from '@sansocket/workspace';
import { checkDocs } from '../docs/index.ts';
import { report } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm check docs',
    does: 'Checks the code blocks and links of the README and the documents; pnpm generate mends blocks.',
    options: {},
    example: 'pnpm check docs',
  },
  () => {
    const { findings, pages, compiled, run } = checkDocs(workspaceRoot, false);
    report(findings, `${pages} pages: ${compiled} blocks compiled, ${run} run`);
  },
);
