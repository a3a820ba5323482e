/**
 * All code blocks of the README and the documents: they compile, they run, they equal their files.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, readText, writeText } from '@sansocket/workspace';
import type { Finding } from '../shared/index.ts';
import { fileOf, parseCodeBlocks, replaceCode } from './code-blocks.ts';
import { compileBlocks } from './compile-blocks.ts';
import { type BlockFinding, type Edit, judgeBlocks } from './judge-blocks.ts';
import { judgeLinks } from './judge-links.ts';
import { isRun, runBlocks } from './run-blocks.ts';

/** The number of blocks checked, and the findings. */
export interface DocsResult {
  readonly findings: readonly Finding[];
  readonly pages: number;
  readonly compiled: number;
  readonly run: number;
}

/**
 * Checks the pages of a workspace whose packages are built.
 *
 * @param fix - Whether to write the files' code and the printed output into the pages.
 */
export function checkDocs(root: string, fix: boolean): DocsResult {
  const pages = listPages(root);
  const blocks = pages.flatMap((page) => parseCodeBlocks(page, readText(root, page)));
  const toCompile = blocks.filter((block) => block.language === 'ts' && !fileOf(block));

  const findings: BlockFinding[] = judgeBlocks(root, blocks);
  const errors = compileBlocks(root, toCompile);
  findings.push(...errors, ...judgeLinks(root, pages));
  if (errors.length === 0) findings.push(...runBlocks(root, blocks));
  return {
    findings: fix ? applyEdits(root, findings) : findings,
    pages: pages.length,
    compiled: toCompile.length,
    run: blocks.filter(isRun).length,
  };
}

function listPages(root: string): string[] {
  const readme = existsSync(join(root, 'README.md')) ? ['README.md'] : [];
  return [...readme, ...listFiles(root, 'docs', '.md'), ...listFiles(root, 'packages', '.md')];
}

/** Makes the edits, and returns the findings without one. */
function applyEdits(root: string, findings: readonly BlockFinding[]): Finding[] {
  const edits = findings.flatMap(({ edit }) => edit ?? []);
  // From the last line up, so that the places of the others stay right.
  edits.sort((a, b) => b.block.line - a.block.line);
  for (const edit of edits) applyEdit(root, edit);
  return findings.filter(({ edit }) => edit === undefined);
}

function applyEdit(root: string, { block, code }: Edit): void {
  writeText(root, block.page, replaceCode(readText(root, block.page), block, code));
}
