/**
 * The documents' code blocks and links.
 *
 * @module
 */
export { checkDocs, type DocsResult } from './check-docs.ts';
export { type CodeBlock, fileOf, parseCodeBlocks, replaceCode } from './code-blocks.ts';
export { judgeLinks } from './judge-links.ts';
export { regionOf } from './region.ts';
