/**
 * Runs the blocks marked `run`, and compares their output with the output that the page shows.
 *
 * @module
 */
import { runNode } from '@sansocket/workspace';
import { type CodeBlock, fileOf } from './code-blocks.ts';
import { compiledFile } from './compile-blocks.ts';
import { type BlockFinding, findingAt } from './judge-blocks.ts';

/** An example that runs longer hangs. */
const timeoutMs = 30_000;

/** @param blocks - All blocks of all pages: an output belongs to the block before it. */
export function runBlocks(root: string, blocks: readonly CodeBlock[]): BlockFinding[] {
  return blocks.flatMap((block, i) => {
    return isRun(block) ? runBlock(root, block, blocks[i + 1]) : [];
  });
}

/** Whether a block is run. */
export function isRun({ language, words }: CodeBlock): boolean {
  return language === 'ts' && words.includes('run');
}

function runBlock(root: string, block: CodeBlock, next: CodeBlock | undefined): BlockFinding[] {
  const named = fileOf(block)?.path;
  const script = named?.replace('/src/', '/dist/').replace(/\.ts$/, '.js') ?? compiledFile(block);
  const ended = runNode([script], root, timeoutMs);
  if (!ended.ok) return [findingAt(block, `Block fails when it is run:\n${ended.log}`)];

  const showsOutput = next?.page === block.page && next.words.includes('output');
  const output = ended.output.trimEnd();
  if (!showsOutput || next.code === output) return [];
  return [
    {
      ...findingAt(next, `Block prints something else:\n${output}`),
      edit: { block: next, code: output },
    },
  ];
}
