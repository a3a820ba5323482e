/**
 * Cycles between files: each strongly connected component is found once (Tarjan's algorithm) and
 * shown as one closed path.
 *
 * @module
 */

/**
 * Closed paths in a graph, one for each group of files that reach each other.
 *
 * @param edges - For each file, the files that it imports.
 * @returns Paths whose first file stands again at the end.
 */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  return components(edges)
    .filter((group) => group.length > 1 || edges.get(group[0]!)?.includes(group[0]!))
    .map((group) => closedPath(group, edges));
}

interface Visit {
  readonly order: number;
  lowest: number;
  open: boolean;
}

function components(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const visits = new Map<string, Visit>();
  const stack: string[] = [];
  const groups: string[][] = [];
  const enter = (file: string): Visit => {
    const visit = { order: visits.size, lowest: visits.size, open: true };
    visits.set(file, visit);
    stack.push(file);
    for (const next of edges.get(file) ?? []) {
      const seen = visits.get(next);
      if (!seen) visit.lowest = Math.min(visit.lowest, enter(next).lowest);
      else if (seen.open) visit.lowest = Math.min(visit.lowest, seen.order);
    }
    if (visit.lowest === visit.order) groups.push(takeGroup(file));
    return visit;
  };
  const takeGroup = (file: string): string[] => {
    const group = stack.splice(stack.indexOf(file));
    for (const member of group) visits.get(member)!.open = false;
    return group;
  };
  for (const file of edges.keys()) if (!visits.has(file)) enter(file);
  return groups;
}

/** The shortest way from the first file of a group back to itself. */
function closedPath(
  group: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
): string[] {
  const start = [...group].sort()[0]!;
  const members = new Set(group);
  const paths: string[][] = [[start]];
  for (const path of paths) {
    for (const next of edges.get(path.at(-1)!) ?? []) {
      if (next === start) return [...path, start];
      if (members.delete(next)) paths.push([...path, next]);
    }
  }
  return [start];
}
