/**
 * `sansocket grid`: the same cases against several servers, and where the servers differ.
 *
 * @module
 */

import { type Command, Mistake, type Values } from '@sansocket/command-line';
import { loadCatalogue, patternsHelp } from '../catalogue/index.ts';
import {
  blamedIn,
  gridFormats,
  gridText,
  type Named,
  renderGrid,
  savedOf,
} from '../report/index.ts';
import { Unreachable } from '../run/index.ts';
import { runServer } from './conformance-server.ts';
import { parseReports, reportOption, writeReports } from './report-option.ts';
import { commandLine, isUrl, runTest } from './run-test.ts';
import { casesFor, commonOptions, jobsOption } from './selection.ts';
import { reachOptions, setupOf } from './server.ts';

const options = {
  profile: commonOptions.profile,
  'timeout-scale': commonOptions['timeout-scale'],
  report: reportOption(gridFormats),
  jobs: jobsOption,
  ...reachOptions,
};

const command = {
  name: 'sansocket grid',
  does: `Tests servers with the same cases, one server after the other, and shows where they differ: cases with the
same verdicts form a group. Exit codes: 0 all servers were tested, 2 the command line is wrong, 3 a server cannot
be reached or tested, 4 one has crashed.`,
  options,
  operands: 'URL URL ... [CASE ...]',
  more: patternsHelp,
  example: 'sansocket grid ws://127.0.0.1:9001/ ws://127.0.0.1:9002/ --report html:grid.html',
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function grid(args: readonly string[]): Promise<void> {
  await runTest(command, args, testServers);
}

/** @returns The exit code. */
async function testServers(
  given: Values<typeof options>,
  operands: readonly string[],
): Promise<number> {
  const urls = operands.filter(isUrl);
  const patterns = operands.filter((operand) => !isUrl(operand));
  if (urls.length < 2) {
    throw new Mistake(`A grid has two URLs or more, ws://HOST:PORT/PATH, got ${urls.length}`);
  }
  const setups = urls.map((url) => setupOf(url, given));
  const reports = parseReports(given.report, gridFormats);
  const catalogue = loadCatalogue();
  const cases = casesFor(['server', 'both'], catalogue, given.profile, patterns);
  const named: Named[] = [];
  let isAnyGone = false;
  try {
    for (const setup of setups) {
      const { isGone, ...run } = await runServer(setup, cases, given, () => Promise.resolve(false));
      isAnyGone ||= isGone;
      const { url } = run;
      const blamed = blamedIn(run.results, new Map(), false);
      const typed = commandLine('sansocket conformance server', [url], []);
      const report = savedOf({ ...run, command: typed, rules: catalogue.rules, blamed });
      named.push({ name: url, report });
    }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    console.error(`${setups[named.length]!.target.url}: ${error.message}`);
    return 3;
  }
  console.log(gridText(named));
  writeReports(reports, (format) => renderGrid(format, named));
  return isAnyGone ? 4 : 0;
}
