/**
 * `pnpm vectors [--write]`: writes the JSON files of vectors, or finds them stale.
 *
 * @module
 */
import { vectorFiles } from '@sansocket/testkit/vectors';
import { helpWhereAsked, report, workspaceRoot, writeOrCompare } from '../shared/index.ts';
import { renderVectorFile, vectorsFolder } from '../vectors/index.ts';

helpWhereAsked();

const write = process.argv.includes('--write');
const files = vectorFiles();
const findings = files.flatMap((file) => {
  const path = `${vectorsFolder}/${file.area}.json`;
  return writeOrCompare(workspaceRoot, path, renderVectorFile(file), write, 'pnpm vectors --write');
});
const count = files.reduce((sum, { vectors }) => sum + vectors.length, 0);
report(findings, `${vectorsFolder} has ${count} vectors in ${files.length} files`);
