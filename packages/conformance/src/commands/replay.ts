/**
 * `sansocket replay`: a recorded session once more.
 *
 * @module
 */

import { type Command, choice, Mistake, runCommand, type Values } from '@sansocket/command-line';
import { loadCatalogue } from '../catalogue/index.ts';
import { judge, languages, parseRecord, reproOf } from '../property/index.ts';
import { failing, patient, probe } from '../run/index.ts';
import { commonOptions, operandText } from './selection.ts';
import { serverOf, serverOptions, withServer } from './server.ts';

const options = {
  as: choice('LANGUAGE', 'Print a program that does the same: node or python', languages),
  'timeout-scale': commonOptions['timeout-scale'],
  ...serverOptions,
};

const command = {
  name: 'sansocket replay',
  does: `Tries a session of sansocket property --record once more, and says FIXED or FAILED. Default of URL: that of the record.
Exit codes: 0 fixed, 1 failed, 2 the command line is wrong, 3 the server cannot be reached or tested.`,
  options,
  operands: 'FILE [URL]',
  example: 'sansocket replay failure.jsonl ws://127.0.0.1:9001/',
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function replay(args: readonly string[]): Promise<void> {
  await runCommand(command, replayFile, args);
}

async function replayFile(
  given: Values<typeof options>,
  [file, url, unexpected]: readonly string[],
): Promise<void> {
  if (file === undefined) throw new Mistake('FILE is missing');
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  const record = parseRecord(operandText(file), file);
  if (given.as !== undefined) {
    const { rules } = loadCatalogue();
    const rule = rules[record.header.case.rules[0] ?? ''];
    process.stdout.write(reproOf(record, rule, given.as));
    return;
  }
  const server = await serverOf(given, url ?? record.header.url);
  process.exitCode = await withServer(server, async () => {
    const { abilities, times } = await probe(server.setup, given['timeout-scale']);
    const setup = { ...server.setup, isEcho: abilities.includes('echo') };
    const one = record.header.case;
    const { verdict, expected, actual } = await judge({ setup }, one, patient(times));
    // What failed by --strict fails by it again.
    const isFailed = failing.includes(verdict) || verdict === record.header.verdict;
    console.log(
      `${isFailed ? 'FAILED' : 'FIXED'}  ${record.header.law}: ${record.header.case.title}  ${verdict}
    expected  ${expected}
    actual    ${actual}`,
    );
    return isFailed ? 1 : 0;
  });
}
