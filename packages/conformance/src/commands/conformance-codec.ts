/**
 * `sansocket conformance codec`: all vectors against a parser in any language, over standard input and output.
 *
 * @module
 */

import { type Command, Mistake, text, type Values } from '@sansocket/command-line';
import { patternsHelp } from '../catalogue/index.ts';
import { codecCases, Harness, runCodec } from '../codec/index.ts';
import { conclude, runTest, withProcesses, withProgress } from './run-test.ts';
import { commonOptions, selectionOf } from './selection.ts';

const options = {
  exec: text('COMMAND', 'Start the harness, which reads commands and writes events, a line each'),
  ...commonOptions,
};

const command = {
  name: 'sansocket conformance codec',
  does: `Tests a parser of WebSocket frames without a network: a harness gets bytes and writes events.
Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the harness
does not start or does not speak the protocol, 4 it has ended and does not start again.`,
  options,
  operands: '[CASE ...]',
  more: patternsHelp,
  example: "sansocket conformance codec --exec 'python3 harness.py'",
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function conformanceCodec(args: readonly string[]): Promise<void> {
  await runTest(command, args, testCodec);
}

/** @returns The exit code. */
async function testCodec(
  given: Values<typeof options>,
  patterns: readonly string[],
  typed: string,
): Promise<number> {
  const { exec } = given;
  if (exec === undefined)
    throw new Mistake("Option --exec is missing: --exec 'python3 harness.py'");
  const selection = selectionOf(given, patterns, ['server', 'client', 'both']);
  const cases = codecCases(selection.cases);
  if (cases.length === 0) throw new Mistake(`No case of '${patterns.join(' ')}' has frames`);
  const harness = new Harness(exec);
  return withProcesses(
    async () => {
      const { isGone, ...run } = await withProgress(cases, (onResult) =>
        runCodec(harness, cases, {
          scale: given['timeout-scale'],
          onProbe: ({ notes }) => console.log(`${exec}: ${notes.join('; ')}`),
          onResult,
        }),
      );
      const gone = isGone ? 'The harness has ended, and does not start again' : undefined;
      return conclude(given, selection, { ...run, url: exec, command: typed }, gone);
    },
    () => harness.stop(),
  );
}
