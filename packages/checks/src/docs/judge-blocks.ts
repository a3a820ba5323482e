/**
 * Checks a page's blocks without running them: their words, and that they equal the files they name.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '@sansocket/workspace';
import type { Finding } from '../shared/index.ts';
import { type CodeBlock, fileOf } from './code-blocks.ts';
import { regionOf } from './region.ts';

/** A block whose code is to be replaced. */
export interface Edit {
  readonly block: CodeBlock;
  readonly code: string;
}

/** A finding about a block, and the edit that mends it, if there is one. */
export interface BlockFinding extends Finding {
  readonly edit?: Edit;
}

/** Languages under which code would escape the check. */
const aliases = new Set(['typescript', 'js', 'javascript', 'mjs', 'mts']);

/** Blocks with words that mean nothing, or that differ from their file. */
export function judgeBlocks(root: string, blocks: readonly CodeBlock[]): BlockFinding[] {
  return blocks.flatMap((block, i) => {
    const finding = judgeWords(block, blocks[i - 1]) ?? judgeFile(root, block);
    return finding === undefined ? [] : [finding];
  });
}

/** A finding at a block's first line. */
export function findingAt(block: CodeBlock, message: string): BlockFinding {
  return { file: block.page, line: block.line, message };
}

function judgeWords(block: CodeBlock, before: CodeBlock | undefined): BlockFinding | undefined {
  const { language, words } = block;
  if (aliases.has(language)) return findingAt(block, `Block is ${language}: write it as ts`);
  if (language === 'ts') {
    const unknown = words.find((word) => word !== 'run' && !/^file=./.test(word));
    return unknown === undefined ? undefined : findingAt(block, `Unknown word '${unknown}'`);
  }
  if (language !== 'text' || !words.includes('output')) return undefined;
  const follows = before?.page === block.page && before.words.includes('run');
  return follows ? undefined : findingAt(block, 'Output follows no block that is run');
}

function judgeFile(root: string, block: CodeBlock): BlockFinding | undefined {
  const named = fileOf(block);
  if (named === undefined) return undefined;
  const { path, region } = named;
  // Elsewhere a file would be compiled by nothing.
  if (!/^packages\/[^/]+\/(src|test)\/.+\.ts$/.test(path)) {
    return findingAt(block, `File '${path}' is not in the src or test of a package`);
  }
  if (!existsSync(join(root, path))) return findingAt(block, `File '${path}' does not exist`);
  const code = regionOf(readText(root, path), region);
  if (code === undefined)
    return findingAt(block, `File '${path}' has no region '${region ?? 'doc'}'`);
  if (code === block.code) return undefined;
  return { ...findingAt(block, `Block differs from '${path}'`), edit: { block, code } };
}
