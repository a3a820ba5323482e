/**
 * `pnpm docs [--fix]`: the code blocks and links of the README and the documents.
 *
 * @module
 */
import { checkDocs } from '../docs/index.ts';
import { helpWhereAsked, report, workspaceRoot } from '../shared/index.ts';

helpWhereAsked();

const { findings, pages, compiled, run } = checkDocs(workspaceRoot, process.argv.includes('--fix'));
report(findings, `${pages} pages: ${compiled} blocks compiled, ${run} run`);
