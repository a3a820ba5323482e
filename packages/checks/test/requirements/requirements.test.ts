import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';
import {
  findTests,
  judgeCoverage,
  type Requirement,
  type RequirementList,
  readTestResults,
  renderRequirements,
  requirementsFile,
} from '../../src/requirements/index.ts';

const results = readTestResults(
  {
    testResults: [
      {
        name: join('/w/packages/core/test', 'framing', 'decoder.test.ts'),
        assertionResults: [
          { ancestorTitles: ['FrameDecoder', 'client'], title: 'fails', status: 'passed' },
          { ancestorTitles: ['FrameDecoder', 'server'], title: 'fails', status: 'passed' },
          { ancestorTitles: ['FrameDecoder'], title: 'is late', status: 'failed' },
          { ancestorTitles: ['FrameDecoder'], title: 'is left out', status: 'pending' },
        ],
      },
    ],
  },
  '/w/packages/core/test',
);

const file = 'framing/decoder.test.ts';

function requirement(...tests: readonly string[]): Requirement {
  return {
    id: 'R1-1',
    section: '5.2',
    role: 'both',
    level: 'MUST',
    requirement: 'Be strict.',
    tests,
  };
}

function messages(...requirements: readonly Requirement[]): string[] {
  return judgeCoverage(requirements, results, '').map(({ message }) => message);
}

describe('findTests()', () => {
  it('finds a test by its full name', () => {
    expect(findTests(`${file} › FrameDecoder › client › fails`, results)).toHaveLength(1);
    expect(findTests(`${file} › FrameDecoder › client`, results)).toEqual([]);
  });

  it('finds all tests that begin with what stands before *', () => {
    expect(findTests(`${file} › FrameDecoder › *`, results)).toHaveLength(4);
    expect(findTests(`${file} › FrameEncoder › *`, results)).toEqual([]);
  });
});

describe('judgeCoverage()', () => {
  it('takes a requirement whose tests all pass as covered', () => {
    const client = `${file} › FrameDecoder › client › fails`;
    expect(messages(requirement(client, `${file} › FrameDecoder › s*`))).toEqual([]);
  });

  it.each([
    [requirement(), 'R1-1 has no test: Be strict.'],
    [requirement(`${file} › gone`), `R1-1 names no test: ${file} › gone`],
    [
      requirement(`${file} › FrameDecoder › is late`),
      `R1-1 is not proved, failed: ${file} › FrameDecoder › is late`,
    ],
    [
      requirement(`${file} › FrameDecoder › is l*`),
      `R1-1 is not proved, failed: ${file} › FrameDecoder › is late`,
    ],
    [
      requirement(`${file} › FrameDecoder › is left out`),
      `R1-1 is not proved, pending: ${file} › FrameDecoder › is left out`,
    ],
  ])('refuses %j', (each, message) => {
    expect(messages(each)).toEqual([message]);
  });

  it('refuses an id that stands twice', () => {
    const covered = requirement(`${file} › FrameDecoder › client › *`);
    expect(messages(covered, covered)).toEqual(['R1-1 stands twice']);
  });

  it('finds the line of a requirement', () => {
    const text = '{\n  "id": "R1-0"\n  "id": "R1-1"\n}';
    expect(judgeCoverage([requirement()], results, text)).toMatchObject([{ line: 3 }]);
  });
});

describe('renderRequirements()', () => {
  it('makes a table for each section, in order of their numbers', () => {
    const page = renderRequirements({
      document: 'RFC 6455',
      requirements: [
        { ...requirement(), id: 'R1-2', section: '10.2' },
        { ...requirement('a › b', 'a › c*'), requirement: 'Send a | b.' },
        { ...requirement(), id: 'R1-0', section: '5' },
      ],
    });
    expect(page).toContain('1 of 3 requirements have a test');
    expect(page).toContain('| R1-1 | MUST | both | Send a \\| b. | a › b<br>a › c* |\n');
    expect(page.match(/^## .*$/gm)).toEqual(['## RFC 1 §5', '## RFC 1 §5.2', '## RFC 1 §10.2']);
  });
});

describe('requirements of this workspace', () => {
  const list = JSON.parse(readText(workspaceRoot, requirementsFile)) as RequirementList;

  it('are the 260 that a codec can fulfil', () => {
    expect(new Set(list.requirements.map(({ id }) => id)).size).toBe(260);
  });
});
