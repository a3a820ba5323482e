/**
 * `sansocket conformance proxy`: a proxy between our client and our origin.
 *
 * @module
 */

import { type Command, Mistake, number, text, type Values } from '@sansocket/command-line';
import { patternsHelp } from '../catalogue/index.ts';
import { isLoopback, parseTarget } from '../peer/index.ts';
import { Origin, runProxy } from '../proxy/index.ts';
import { conclude, runTest, withProcesses, withProgress } from './run-test.ts';
import { commonOptions, selectionOf } from './selection.ts';

const options = {
  'client-to': text('URL', 'Where the proxy listens'),
  'origin-listen': number('PORT', 'Where the proxy finds its origin, on 127.0.0.1', {
    min: 1,
    max: 65_535,
  }),
  ...commonOptions,
};

const command = {
  name: 'sansocket conformance proxy',
  does: `Tests a proxy of WebSocket connections: the command is the client before it and the origin behind it.
Exit codes: 0 nothing fails, 1 something fails, 2 the command line is wrong, 3 the proxy
cannot be reached or does not reach the origin, or the command itself fails.`,
  options,
  operands: '[CASE ...]',
  more: patternsHelp,
  example: 'sansocket conformance proxy --client-to ws://127.0.0.1:8080/ --origin-listen 9002',
} satisfies Command<typeof options>;

/** Runs the command. @param args - Those after its name. */
export async function conformanceProxy(args: readonly string[]): Promise<void> {
  await runTest(command, args, testProxy);
}

/** @returns The exit code. */
async function testProxy(
  given: Values<typeof options>,
  patterns: readonly string[],
  typed: string,
): Promise<number> {
  const { 'client-to': url, 'origin-listen': port } = given;
  if (url === undefined) throw new Mistake('Option --client-to is missing: ws://HOST:PORT/PATH');
  if (port === undefined)
    throw new Mistake('Option --origin-listen is missing: the port of the origin');
  const target = parseTarget(url);
  if (!isLoopback(target)) throw new Mistake(`'${target.host}' is not this machine`);
  const selection = selectionOf(given, patterns, ['proxy']);
  const { cases } = selection;
  const origin = await Origin.listen(port);
  return withProcesses(
    async () => {
      const run = await withProgress(cases, (onResult) =>
        runProxy(target, origin, cases, {
          scale: given['timeout-scale'],
          onProbe: ({ notes }) => console.log(`${target.url}: ${notes.join('; ')}`),
          onResult,
        }),
      );
      return conclude(given, selection, { ...run, url: target.url, command: typed }, undefined);
    },
    () => {
      origin.close();
      return Promise.resolve();
    },
  );
}
