/**
 * Parts of Markdown, for reports.
 *
 * @module
 */

/** Text, whatever a testee has put into it, that Markdown shows as it is. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|&~#!]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Lines of a table, and an empty one after it. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const lines = [head, head.map(() => '---'), ...rows];
  return [...lines.map((cells) => `| ${cells.join(' | ')} |`), ''];
}
