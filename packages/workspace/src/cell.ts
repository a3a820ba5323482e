/**
 * Cells of Markdown tables.
 *
 * @module
 */

/** Text for one cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
