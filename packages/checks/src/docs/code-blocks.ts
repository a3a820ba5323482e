/**
 * Code blocks of a Markdown page. The words after the language decide what is checked:
 *
 *     ts                     the types
 *     ts run                 the types, and that it runs to its end
 *     ts file=path           that it equals the file, or the part of it between
 *                            `// #region doc` and `// #endregion doc`
 *     ts file=path#name      likewise, for the region of that name
 *     text output            that the block before, which is run, prints this
 *
 * @module
 */

/** One fenced block. */
export interface CodeBlock {
  /** The page, relative to the workspace. */
  readonly page: string;
  /** Line of the opening fence, counted from 1; the code begins on the next. */
  readonly line: number;
  /** Lines of code. */
  readonly length: number;
  /** Spaces before the fence: a block in a list is indented. */
  readonly indent: string;
  readonly language: string;
  /** The words after the language. */
  readonly words: readonly string[];
  /** The code, without its indent and without a line feed at the end. */
  readonly code: string;
}

/** All fenced blocks of a page, in order. */
export function parseCodeBlocks(page: string, text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const opening = /^( *)(`{3,})([^`]*)$/.exec(lines[i]!);
    if (!opening) continue;
    const [, indent = '', fence = '', info = ''] = opening;
    const end = lines.findIndex((line, at) => at > i && line.trim() === fence);
    const last = end < 0 ? lines.length : end;
    const [language = '', ...words] = info.trim().split(/\s+/);
    const code = lines.slice(i + 1, last).map((line) => line.slice(indent.length));
    const [line, length] = [i + 1, code.length];
    blocks.push({ page, line, length, indent, language, words, code: code.join('\n') });
    i = last;
  }
  return blocks;
}

/** Path of the file that a block repeats, and the region in it, if the block names one. */
export function fileOf(block: CodeBlock): { path: string; region: string | undefined } | undefined {
  const word = block.words.find((each) => each.startsWith('file='));
  if (word === undefined) return undefined;
  const [path = '', region] = word.slice('file='.length).split('#', 2);
  return { path, region };
}

/**
 * A page with the code of one block replaced.
 *
 * @param code - Without a line feed at the end.
 */
export function replaceCode(text: string, block: CodeBlock, code: string): string {
  const lines = text.split('\n');
  const indented = code.split('\n').map((line) => (line === '' ? '' : block.indent + line));
  lines.splice(block.line, block.length, ...indented);
  return lines.join('\n');
}
