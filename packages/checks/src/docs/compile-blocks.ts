/**
 * The types of blocks, checked against the built packages as a user of them would: no export
 * condition of our own, no path mapping.
 *
 * @module
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool, writeText } from '@sansocket/workspace';
import type { Finding } from '../shared/index.ts';
import type { CodeBlock } from './code-blocks.ts';

/** Where blocks are compiled, relative to the workspace: its `node_modules` are in reach. */
const folder = '.cache/docs';

const tsconfig = {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    customConditions: [],
    types: ['node'],
    composite: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    sourceMap: false,
    // A page names things in order to show them.
    noUnusedLocals: false,
    noUnusedParameters: false,
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['*.ts'],
};

/** Compiles blocks, each as a separate module; an error is found at its line in the page. */
export function compileBlocks(root: string, blocks: readonly CodeBlock[]): Finding[] {
  rmSync(join(root, folder), { recursive: true, force: true });
  if (blocks.length === 0) return [];
  writeText(root, `${folder}/tsconfig.json`, JSON.stringify(tsconfig));
  // Blank lines above the code give it the line numbers that it has in the page.
  for (const block of blocks) {
    writeText(root, `${folder}/${nameOf(block)}.ts`, `${'\n'.repeat(block.line)}${block.code}\n`);
  }
  const compiled = runTool(root, 'typescript7', ['-p', folder, '--pretty', 'false'], 'tsc');
  if (compiled.ok) return [];
  const findings = findErrors(compiled.output, blocks);
  return findings.length > 0 ? findings : [{ file: folder, line: 0, message: compiled.log }];
}

/** The compiled form of a block, relative to the workspace. */
export function compiledFile(block: CodeBlock): string {
  return `${folder}/dist/${nameOf(block)}.js`;
}

function nameOf({ page, line }: CodeBlock): string {
  return `${page.replaceAll('/', '-')}-${line}`;
}

/** Reads the compiler's lines, `file(line,column): error TS1234: text`. */
function findErrors(output: string, blocks: readonly CodeBlock[]): Finding[] {
  const pages = new Map(blocks.map((block) => [`${folder}/${nameOf(block)}.ts`, block.page]));
  return output.split('\n').flatMap((text) => {
    const [, file = '', line = '0', message = ''] = /^(\S+)\((\d+),\d+\): (.*)$/.exec(text) ?? [];
    return message === '' ? [] : [{ file: pages.get(file) ?? file, line: Number(line), message }];
  });
}
