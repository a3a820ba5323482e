/**
 * The mutation tester's report of one folder as counts and survivors.
 *
 * @module
 */

import type { Explanation, FolderResult, Mutant, MutantReport, Survivor } from './mutation-list.ts';
import { leftOut } from './runner/index.ts';

/** Longest piece of source that is shown of either side of a mutant. */
const maxShown = 70;

/** The result for a folder. A change that does not compile is no mutant. */
export function resultOf(
  folder: string,
  { files }: MutantReport,
  explanations: readonly Explanation[],
  seed?: number,
): FolderResult {
  const reports = Object.entries(files);
  const mutants = reports.flatMap(([, report]) => report.mutants);
  const count = (isCounted: (mutant: Mutant) => boolean): number =>
    mutants.filter(isCounted).length;
  const isLeftOut = ({ statusReason }: Mutant): boolean => statusReason === leftOut;
  const killed = count(({ status }) => killing.includes(status));
  const survivors = reports.flatMap(([path, { source, mutants }]) =>
    mutants
      .filter(({ status }) => surviving.includes(status))
      .map((mutant) => survivorOf(path.replace('packages/', ''), source, mutant)),
  );
  const open = survivors.filter((survivor) => !isExplained(survivor, explanations)).sort(inOrder);
  const tried = killed + survivors.length;
  const all = tried + count(isLeftOut);
  return {
    folder,
    mutants: all,
    ...(seed !== undefined && tried < all ? { sample: { size: tried, seed } } : {}),
    killed,
    explained: survivors.length - open.length,
    survivors: open,
  };
}

const killing = ['Killed', 'RuntimeError', 'Timeout'];
const surviving = ['Survived', 'NoCoverage'];

function isExplained({ file, code }: Survivor, explanations: readonly Explanation[]): boolean {
  return explanations.some((line) => line.file === file && line.code === code);
}

/** Those of one line come in another order each time. */
function inOrder(a: Survivor, b: Survivor): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || (a.mutant < b.mutant ? -1 : 1);
}

function survivorOf(file: string, source: string, mutant: Mutant): Survivor {
  const { line } = mutant.location.start;
  const text = `${shown(sourceOf(source, mutant))} → ${shown(mutant.replacement ?? '')}`;
  return { file, line, code: source.split('\n')[line - 1]!.trim(), mutant: text };
}

/** The code that the mutant replaces. */
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
