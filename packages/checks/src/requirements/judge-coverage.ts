/**
 * Which requirements are shown by passing tests.
 *
 * @module
 */
import type { Finding } from '../shared/index.ts';
import { type Requirement, requirementsFile } from './requirement.ts';
import { findTests, type TestResults } from './test-results.ts';

/**
 * Requirements that no test shows, or whose tests do not exist or did not pass.
 *
 * @param text - The requirements' file, to find lines in.
 */
export function judgeCoverage(
  requirements: readonly Requirement[],
  results: TestResults,
  text: string,
): Finding[] {
  const seen = new Set<string>();
  return requirements.flatMap((requirement) => {
    const message = seen.has(requirement.id)
      ? 'stands twice'
      : judgeRequirement(requirement, results);
    seen.add(requirement.id);
    if (message === undefined) return [];
    const line = lineOf(text, requirement.id);
    return [{ file: requirementsFile, line, message: `${requirement.id} ${message}` }];
  });
}

function judgeRequirement(
  { tests, requirement }: Requirement,
  results: TestResults,
): string | undefined {
  if (tests.length === 0) return `has no test: ${requirement}`;
  for (const reference of tests) {
    const names = findTests(reference, results);
    if (names.length === 0) return `names no test: ${reference}`;
    const unproved = names.find((name) => results.get(name) !== 'passed');
    if (unproved !== undefined) return `is not proved, ${results.get(unproved)!}: ${unproved}`;
  }
  return undefined;
}

function lineOf(text: string, id: string): number {
  return text.split('\n').findIndex((line) => line.includes(`"id": "${id}"`)) + 1;
}
