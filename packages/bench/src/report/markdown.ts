/**
 * Tables of Markdown.
 *
 * @module
 */

/** @param rows - As many cells in each as there are heads. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  // Names are aligned left, figures right.
  const rule = heads.map((_, i) => (i === 0 ? '---' : '---:'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
