/**
 * The mutation tester's report of one folder as counts and survivors.
 *
 * @module
 */
import type { FolderResult, Mutant, MutantReport, Survivor } from './mutation-list.ts';

/** Longest piece of source that is shown of either side of a mutant. */
const maxShown = 70;

/** What came of a folder. The survivors have no sentence yet. */
export function resultOf(
  folder: string,
  { files }: MutantReport,
): { result: FolderResult; survivors: Survivor[] } {
  const reports = Object.entries(files);
  const mutants = reports.flatMap(([, { mutants }]) => mutants);
  const count = (...statuses: readonly string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const result: FolderResult = {
    folder,
    killed: count('Killed', 'RuntimeError'),
    timedOut: count('Timeout'),
    survived: count(...surviving),
    refused: count('CompileError'),
  };
  const survivors = reports.flatMap(([path, { source, mutants }]) =>
    mutants
      .filter(({ status }) => surviving.includes(status))
      .sort(
        ({ location: { start: a } }, { location: { start: b } }) =>
          a.line - b.line || a.column - b.column,
      )
      .map((mutant) => survivorOf(path.replace('packages/core/src/', ''), source, mutant)),
  );
  return { result, survivors };
}

const surviving = ['Survived', 'NoCoverage'];

function survivorOf(file: string, source: string, mutant: Mutant): Survivor {
  const { line } = mutant.location.start;
  const text = `${shown(sourceOf(source, mutant))} → ${shown(mutant.replacement ?? '')}`;
  return { file, line, mutant: text, equivalent: false, why: '' };
}

/** What the mutant replaces. */
function sourceOf(source: string, { location: { start, end } }: Mutant): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
  lines[0] = lines[0]!.slice(start.column - 1);
  return lines.join('\n');
}

function shown(code: string): string {
  const text = code.replace(/\s+/g, ' ').trim();
  return text.length > maxShown ? `${text.slice(0, maxShown - 2)} …` : text;
}
