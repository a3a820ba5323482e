/**
 * A new measurement of one folder in the list of what is known.
 *
 * @module
 */
import type { FolderResult, MutationList, Survivor } from './mutation-list.ts';

/**
 * The list with the folder's counts and survivors replaced. A survivor that was there before keeps
 * its sentence, wherever its line has moved. Of several that read the same in one file the first is the first
 * again, but only if they are as many: otherwise nobody knows which of them is which.
 */
export function mergeResult(
  list: MutationList,
  { result, survivors }: { readonly result: FolderResult; readonly survivors: readonly Survivor[] },
): MutationList {
  const isOwn = ({ file }: Survivor): boolean => file.startsWith(`${result.folder}/`);
  const known = list.survivors.filter(isOwn);
  const judged = survivors.map((survivor) => {
    const before = known.filter((other) => isSame(other, survivor));
    const now = survivors.filter((other) => isSame(other, survivor));
    if (before.length !== now.length) return survivor;
    const { equivalent, why } = before[now.indexOf(survivor)]!;
    return { ...survivor, equivalent, why };
  });
  return {
    folders: sorted(
      [...list.folders.filter(({ folder }) => folder !== result.folder), result],
      ({ folder }) => folder,
    ),
    survivors: sorted(
      [...list.survivors.filter((survivor) => !isOwn(survivor)), ...judged],
      // On one line they come in another order each time.
      ({ file, line, mutant }) => `${file}:${String(line).padStart(4, '0')}:${mutant}`,
    ),
  };
}

/** Whether they read the same in one file. */
function isSame(old: Survivor, { file, mutant }: Survivor): boolean {
  return old.file === file && old.mutant === mutant;
}

function sorted<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) === keyOf(b) ? 0 : 1));
}
