/**
 * A file of vectors as JSON: a line for each member of a vector, and for each of several events or
 * pieces of bytes, so that a diff shows each change alone.
 *
 * @module
 */
import type { Vector, VectorFile } from '@sansocket/testkit/vectors';

/** Where the files are, relative to the workspace. */
export const vectorsFolder = 'packages/testkit/vectors';

/** The text of a file. */
export function renderVectorFile({ area, title, vectors }: VectorFile): string {
  const head = [
    member('$schema', './vectors.schema.json', 2),
    member('area', area, 2),
    member('title', title, 2),
  ];
  const body = vectors.map(renderVector).join(',\n');
  return `{\n${head.join(',\n')},\n  "vectors": [\n${body}\n  ]\n}\n`;
}

function renderVector(vector: Vector): string {
  const members = Object.entries(vector).map(([name, value]) => member(name, value, 6));
  return `    {\n${members.join(',\n')}\n    }`;
}

function member(name: string, value: unknown, indent: number): string {
  const spaces = ' '.repeat(indent);
  return `${spaces}"${name}": ${rendered(value, spaces)}`;
}

/** A list of several things has a line for each. */
function rendered(value: unknown, spaces: string): string {
  if (!Array.isArray(value) || value.length < 2) return oneLine(value);
  const lines = value.map((element) => `${spaces}  ${oneLine(element)}`);
  return `[\n${lines.join(',\n')}\n${spaces}]`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return escaped(JSON.stringify(value));
  const members = Object.entries(value).map(([name, its]) => `"${name}": ${oneLine(its)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** Characters that cannot be seen, or not by themselves, are written as escapes. */
function escaped(json: string): string {
  return json.replace(/[^ -~\xa0-\u02ff\u0370-\u1fff\u2070-\ud7ff]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
