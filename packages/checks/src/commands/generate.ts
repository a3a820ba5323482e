/**
 * `pnpm generate`: writes every generated file, or finds those that are stale.
 *
 * @module
 */
import { flag, print, runCommand } from '@sansocket/command-line';
import { runNode, workspaceRoot } from '@sansocket/workspace';
import { checkDocs } from '../docs/index.ts';
import { generatedFiles } from '../generated/index.ts';
import { report, writeOrCompare } from '../shared/index.ts';

await runCommand(
  {
    name: 'pnpm generate',
    does: `Writes every generated file: the pages of the API, options, violations, cases of conformance,
requirements, support, interoperation, the field and seeded bugs, the files of vectors, the record of support (from the runs of pnpm test
--all), the sizes in the README, the playground, and the code and output that documents show.`,
    options: {
      check: flag(
        'Write nothing; fail if a file is not up to date. Documents have a step in pnpm check',
      ),
    },
    example: 'pnpm generate',
  },
  ({ check }) => {
    const files = generatedFiles(workspaceRoot, !check);
    const findings = files.flatMap(({ file, text }) =>
      writeOrCompare(workspaceRoot, file, text, !check),
    );
    const script = 'packages/playground/dist/main.js';
    const playground = runNode([script, ...(check ? ['--check'] : [])], workspaceRoot);
    if (!playground.ok) {
      print(playground.log.trimEnd());
      process.exitCode = 1;
    }
    if (!check) findings.push(...checkDocs(workspaceRoot, true).findings);
    report(findings, `${files.length + 1} files are ${check ? 'up to date' : 'written'}`);
  },
);
