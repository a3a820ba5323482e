/**
 * The part of a source file that a page shows.
 *
 * @module
 */

/**
 * Text between `// #region name` and `// #endregion name`, moved to the left margin.
 *
 * @param name - By default `doc`, or the whole file where it has no such region.
 * @returns Without a line feed at the end; nothing when a named region is missing or never ends.
 */
export function regionOf(text: string, name?: string): string | undefined {
  const lines = text.split('\n');
  const start = findMarker(lines, `// #region ${name ?? 'doc'}`);
  if (start < 0) return name === undefined ? text.trimEnd() : undefined;
  const end = findMarker(lines, `// #endregion ${name ?? 'doc'}`);
  if (end < start) return undefined;
  return dedent(lines.slice(start + 1, end))
    .join('\n')
    .trimEnd();
}

function findMarker(lines: readonly string[], marker: string): number {
  return lines.findIndex((line) => line.trim() === marker);
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared));
}
