/**
 * `sansocket report`: other formats of JSON reports, and several of them side by side.
 *
 * @module
 */

import { basename } from 'node:path';
import { type Command, Mistake, runCommand, type Values } from '@sansocket/command-line';
import {
  formats,
  gridFormats,
  gridText,
  type Named,
  parseSaved,
  render,
  renderGrid,
} from '../report/index.ts';
import { parseReports, reportOption, writeReports } from './report-option.ts';
import { operandText } from './selection.ts';

const options = { report: reportOption(formats) };

const command = {
  name: 'sansocket report',
  does: `Reads reports of --report json, and makes others of them. Several are compared: two runs of one server, or
different servers. For several there are the formats ${gridFormats.join(', ')}.`,
  options,
  operands: 'FILE ...',
  example: 'sansocket report before.json after.json --report html:difference.html',
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function report(args: readonly string[]): Promise<void> {
  await runCommand(command, makeReports, args);
}

function makeReports(given: Values<typeof options>, files: readonly string[]): void {
  if (files.length === 0) throw new Mistake('FILE is missing: a report of --report json');
  const named = files.flatMap(readReports);
  const [one, other] = named;
  if (one !== undefined && other === undefined) {
    writeReports(parseReports(given.report, formats), (format) => render(format, one.report));
  } else {
    writeReports(parseReports(given.report, gridFormats), (format) => renderGrid(format, named));
  }
  if (given.report.length === 0) console.log(gridText(named));
}

/** @throws Mistake when the file cannot be read, or holds no report. */
function readReports(file: string): readonly Named[] {
  const reports = parseSaved(operandText(file), file);
  const name = basename(file, '.json');
  return reports.map((it) => ({ name: reports.length === 1 ? name : it.url, report: it }));
}
