/**
 * How the bytes are cut into chunks, as a transport might have done it.
 *
 * @module
 */

/** The ends of the chunks, the last one included; or the fault of the text. */
export type ParsedCut = { readonly ends: readonly number[] } | { readonly mistake: string };

/**
 * Reads a cut.
 *
 * @param cut - `whole`, a number of bytes, or `@` with positions, such as `@2,5`.
 * @param length - Of the bytes.
 */
export function parseCut(cut: string, length: number): ParsedCut {
  if (cut === 'whole') return { ends: length > 0 ? [length] : [] };
  const every = /^[1-9]\d{0,5}$/.test(cut) ? Number(cut) : undefined;
  if (every !== undefined) {
    const ends = Array.from({ length: Math.ceil(length / every) }, (_, i) =>
      Math.min((i + 1) * every, length),
    );
    return { ends };
  }
  if (!/^@(\d+(,\d+)*)?$/.test(cut.replaceAll(' ', ''))) {
    return { mistake: 'Positions are whole numbers with commas between, such as 2, 5, 9' };
  }
  return { ends: endsAt(positionsOf(cut), length) };
}

/** The positions that a cut names; none for one that names no positions. */
export function positionsOf(cut: string): number[] {
  return cut.startsWith('@') ? (cut.match(/\d+/g) ?? []).map(Number) : [];
}

/** The cut with one position more, or without it if it was there. */
export function toggleCut(cut: string, position: number, length: number): string {
  const parsed = parseCut(cut, length);
  const ends = 'ends' in parsed ? parsed.ends.filter((end) => end < length) : [];
  const others = ends.filter((end) => end !== position);
  const positions = others.length < ends.length ? others : [...ends, position];
  return positions.length === 0 ? 'whole' : `@${positions.sort((a, b) => a - b).join(',')}`;
}

function endsAt(positions: readonly number[], length: number): number[] {
  const inside = positions.filter((position) => position > 0 && position < length);
  return [...new Set(length > 0 ? [...inside, length] : [])].sort((a, b) => a - b);
}
