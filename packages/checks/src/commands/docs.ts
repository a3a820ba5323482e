/**
 * `pnpm run docs`: the code blocks and links of the README and the documents. (`pnpm docs` is a command of
 * pnpm itself.)
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { checkDocs } from '../docs/index.ts';
import { report, workspaceRoot } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm run docs',
    does: 'Checks the code blocks and links of the README and the documents.',
    options: { fix: flag('Mend what can be mended: blocks that show a file') },
    example: 'pnpm run docs --fix',
  },
  ({ fix }) => {
    const { findings, pages, compiled, run } = checkDocs(workspaceRoot, fix);
    report(findings, `${pages} pages: ${compiled} blocks compiled, ${run} run`);
  },
);
