import { describe, expect, it } from '@jest/globals';
import {
  foldersToMutate,
  judgeScores,
  type MutantReport,
  type MutationList,
  mergeResult,
  mutationFile,
  mutationPage,
  renderMutation,
  resultOf,
  type Survivor,
  scoreOf,
} from '../../src/mutation/index.ts';
import { readText, workspaceRoot } from '../../src/shared/index.ts';

const mutant = (status: string, line: number, columns: [number, number], replacement: string) => ({
  mutatorName: 'EqualityOperator',
  replacement,
  status,
  location: {
    start: { line, column: columns[0] },
    end: { line, column: columns[1] },
  },
});

const report: MutantReport = {
  files: {
    'packages/core/src/masking/a.ts': {
      source: 'const a = 1;\nif (a < 2) b();\n',
      mutants: [
        mutant('Survived', 2, [5, 10], 'a <= 2'),
        mutant('Killed', 2, [5, 10], 'a >= 2'),
        mutant('Timeout', 1, [11, 12], '2'),
        mutant('CompileError', 1, [11, 12], '"x"'),
      ],
    },
  },
};

const survivor: Survivor = {
  file: 'masking/a.ts',
  line: 2,
  mutant: 'a < 2 → a <= 2',
  equivalent: false,
  why: '',
};

const empty: MutationList = { folders: [], survivors: [] };

describe('resultOf()', () => {
  it('counts mutants, and names survivors by what they replace', () => {
    expect(resultOf('masking', report)).toEqual({
      result: { folder: 'masking', killed: 1, timedOut: 1, survived: 1, refused: 1 },
      survivors: [survivor],
    });
  });
});

describe('mergeResult()', () => {
  const measured = resultOf('masking', report);

  it('keeps the sentence of a survivor whose line has moved', () => {
    const known = { ...survivor, line: 90, equivalent: true, why: 'a is 1' };
    const list = mergeResult({ folders: [], survivors: [known] }, measured);
    expect(list.survivors).toEqual([{ ...known, line: 2 }]);
  });

  it('keeps the sentences of those that read the same if they are as many as before', () => {
    const [first, second] = [3, 9].map((line) => ({ ...survivor, line }));
    const judged = (line: number, why: string) => ({ ...survivor, line, equivalent: true, why });
    const known = [judged(1, 'first'), judged(7, 'second')];
    const folder = measured.result;
    const merged = (list: readonly Survivor[], survivors: readonly Survivor[]) =>
      mergeResult({ folders: [], survivors: list }, { result: folder, survivors }).survivors;
    expect(merged(known, [first!, second!])).toEqual([judged(3, 'first'), judged(9, 'second')]);
    expect(merged(known, [second!])).toEqual([second]);
    expect(merged(known.slice(1), [first!, second!])).toEqual([first, second]);
  });

  it('has those of one line in the order of their text, whichever was measured first', () => {
    const [first, second] = ['a', 'b'].map((mutant) => ({ ...survivor, mutant }));
    const folder = measured.result;
    for (const survivors of [
      [first!, second!],
      [second!, first!],
    ]) {
      const list = mergeResult({ folders: [], survivors: [] }, { result: folder, survivors });
      expect(list.survivors).toEqual([first, second]);
    }
  });

  it('forgets survivors that are noticed now, and keeps those of other folders', () => {
    const gone = { ...survivor, mutant: 'a → b' };
    const other = { ...survivor, file: 'bytes/b.ts' };
    const list = mergeResult({ folders: [], survivors: [gone, other] }, measured);
    expect(list.survivors).toEqual([other, survivor]);
  });
});

describe('judgeScores()', () => {
  const list = mergeResult(empty, resultOf('masking', report));

  it('finds folders below 90 %, and survivors without a sentence', () => {
    expect(judgeScores(list).map(({ message }) => message)).toEqual([
      'Tests notice 66.7 % of the mutants, less than 90 %',
      `Survivor without a sentence in ${mutationFile}: a < 2 → a <= 2`,
    ]);
  });

  it('leaves equivalent mutants out of the score', () => {
    const judged = list.survivors.map((one) => ({ ...one, equivalent: true, why: 'a is 1' }));
    expect(judgeScores({ ...list, survivors: judged })).toEqual([]);
    expect(scoreOf(list.folders[0]!, 1)).toBe(100);
  });
});

describe('the list of mutants', () => {
  const list = JSON.parse(readText(workspaceRoot, mutationFile)) as MutationList;

  it('has a page that is up to date', () => {
    expect(readText(workspaceRoot, mutationPage)).toBe(renderMutation(list));
  });

  it('names folders of core, none below the least score', () => {
    const folders = foldersToMutate(workspaceRoot);
    for (const { folder } of list.folders) expect(folders).toContain(folder);
    expect(judgeScores(list)).toEqual([]);
  });
});
