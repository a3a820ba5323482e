/**
 * `pnpm vectors`: writes the JSON files of vectors, or finds them stale.
 *
 * @module
 */
import { flag, runCommand } from '@sansocket/command-line';
import { vectorFiles } from '@sansocket/testkit/vectors';
import { report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { renderVectorFile, vectorsFolder } from '../vectors/index.ts';

const command = 'pnpm vectors --write';

await runCommand(
  {
    name: 'pnpm vectors',
    does: 'Finds whether the JSON files of vectors are what their tables give.',
    options: { write: flag('Write the files') },
    example: command,
  },
  ({ write }) => {
    const files = vectorFiles();
    const findings = files.flatMap((file) => {
      const path = `${vectorsFolder}/${file.area}.json`;
      return writeOrCompare(workspaceRoot, path, renderVectorFile(file), write, command);
    });
    const count = files.reduce((sum, { vectors }) => sum + vectors.length, 0);
    report(findings, `${vectorsFolder} has ${count} vectors in ${files.length} files`);
  },
);
