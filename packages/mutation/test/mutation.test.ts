import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';
import { folderOf, mutatedFolders, sourcesOf, testsOf } from '../src/folders.ts';
import { judgeExplanations, judgeScores } from '../src/judge-scores.ts';
import {
  type FolderResult,
  type MutantReport,
  type MutationList,
  mutationFile,
  type Survivor,
  scoreOf,
  withResult,
} from '../src/mutation-list.ts';
import { mutationPage, renderMutation } from '../src/render-page.ts';
import { resultOf } from '../src/result-of.ts';
import { leftOut } from '../src/runner/index.ts';

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
      source: 'const a = 1;\n  if (a < 2) b();\n',
      mutants: [
        mutant('NoCoverage', 2, [7, 12], 'true'),
        mutant('Survived', 2, [7, 12], 'a <= 2'),
        mutant('Killed', 2, [7, 12], 'a >= 2'),
        mutant('Timeout', 1, [11, 12], '2'),
        mutant('CompileError', 1, [11, 12], '"x"'),
      ],
    },
  },
};

const survivor: Survivor = {
  file: 'core/src/masking/a.ts',
  line: 2,
  code: 'if (a < 2) b();',
  mutant: 'a < 2 → a <= 2',
};

const empty: MutationList = { folders: [], explanations: [] };
const measured: FolderResult = resultOf('masking', report, []);

describe('resultOf()', () => {
  it('counts mutants, and names survivors by what they replace', () => {
    const survivors = [survivor, { ...survivor, mutant: 'a < 2 → true' }];
    const counts = { folder: 'masking', mutants: 4, killed: 2, explained: 0 };
    expect(measured).toEqual({ ...counts, survivors });
  });

  it('counts survivors of an explained line, wherever it is', () => {
    const { file, code } = survivor;
    const because = (line: object) =>
      resultOf('masking', report, [{ file, code, why: 'a is 1', ...line }]);
    expect(because({})).toMatchObject({ explained: 2, survivors: [] });
    expect(because({ code: 'b();' })).toEqual(measured);
    expect(because({ file: 'core/src/masking/b.ts' })).toEqual(measured);
    expect(scoreOf(because({}))).toBe(100);
  });

  it('says how many of all were tried', () => {
    const [[file, { source, mutants }]] = Object.entries(report.files) as [
      [string, MutantReport['files'][string]],
    ];
    const rest = { ...mutants.at(-1)!, statusReason: leftOut };
    const sampled = { files: { [file]: { source, mutants: [...mutants, rest, rest] } } };
    const sample = { size: 4, seed: 7 };
    expect(resultOf('masking', sampled, [], 7)).toEqual({ ...measured, mutants: 6, sample });
    expect(resultOf('masking', report, [], 7)).toEqual(measured);
  });
});

describe('withResult()', () => {
  it('replaces what was known of the folder, and keeps the others in order', () => {
    const old = { ...measured, killed: 1 };
    const other = { ...measured, folder: 'bytes' };
    const list = withResult({ ...empty, folders: [old, other] }, measured);
    expect(list.folders).toEqual([other, measured]);
  });
});

describe('judgeScores()', () => {
  it('finds folders below 95 %, and more explanations than anybody reads', () => {
    const explanation = { file: 'a', code: 'b', why: 'c' };
    const list = { folders: [measured], explanations: Array(81).fill(explanation) as never };
    expect(judgeScores(list)).toEqual([
      'Tests notice 50.0 % of the mutants of masking, less than 95 %',
      '81 lines are explained, more than 80',
    ]);
    expect(judgeScores({ ...empty, folders: [{ ...measured, killed: 38 }] })).toEqual([]);
  });
});

describe('judgeExplanations()', () => {
  it('finds lines that have changed', () => {
    const { file, code } = { file: 'mutation/test/mutation.test.ts', code: '});' };
    const explanations = [
      { file, code, why: '' },
      { file, code: '} );', why: '' },
      { file: 'nope.ts', code, why: '' },
    ];
    const faults = judgeExplanations(workspaceRoot, { ...empty, explanations });
    expect(faults).toEqual([
      'mutation/test/mutation.test.ts no longer has the line that is explained: } );',
      'nope.ts no longer has the line that is explained: });',
    ]);
  });
});

describe('renderMutation()', () => {
  it('has the counts, the size of a sample, and the first hundred survivors', () => {
    const survivors = Array<Survivor>(103).fill({ ...survivor, mutant: 'a | b → `c`' });
    const result = { ...measured, mutants: 900, sample: { size: 105, seed: 1 }, survivors };
    const page = renderMutation({ ...empty, folders: [result] });
    expect(page).toContain('| `masking` | 105 of 900, seed 1 | 2 | 0 | 103 | 1.9 % ± 2.6 |\n');
    expect(page).toContain('| `core/src/masking/a.ts:2` | `` a \\| b → `c` `` |\n');
    expect(page).toContain('And 3 more');
    expect(page).toContain('the seed of the row chose them');
    expect(renderMutation({ ...empty, folders: [measured] })).toContain('| 50.0 % |\n');
  });
});

describe('the folders', () => {
  const folders = mutatedFolders(workspaceRoot);

  it('have sources and tests, and share no source', () => {
    const sources = folders.flatMap((folder) => sourcesOf(workspaceRoot, folder));
    expect(new Set(sources).size).toBe(sources.length);
    for (const folder of folders) {
      expect(sourcesOf(workspaceRoot, folder)).not.toEqual([]);
      expect(testsOf(workspaceRoot, folder)).not.toEqual([]);
    }
  });

  it('are found by a file, a part of it, or a glob', () => {
    const nameOf = (mutate: string) => folderOf(workspaceRoot, mutate).name;
    expect(nameOf('packages/core/src/driving/driver.ts:3-9')).toBe('driving');
    expect(nameOf('packages/core/src/connection/outbox.ts')).toBe('connection');
    expect(nameOf('packages/testkit/src/model/*.ts')).toBe('testkit-model');
  });
});

describe('the list of mutants', () => {
  const list = JSON.parse(readText(workspaceRoot, mutationFile)) as MutationList;

  it('has a page that is up to date, and shorter than 150 lines', () => {
    const page = renderMutation(list);
    expect(readText(workspaceRoot, mutationPage)).toBe(page);
    expect(page.split('\n').length).toBeLessThan(150);
  });

  it('names folders that are measured', () => {
    const names = mutatedFolders(workspaceRoot).map(({ name }) => name);
    for (const { folder } of list.folders) expect(names).toContain(folder);
  });
});
