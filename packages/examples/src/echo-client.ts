/**
 * `pnpm echo-client`: the client that Autobahn|Testsuite asks for. It learns the number of cases, opens a
 * connection for each and echoes every message, then has the report written.
 *
 * @module
 */

import type { CloseEvent } from 'sansocket';
import type { OnEvent } from 'sansocket/connection';
import { loadAdapter, runtimeName } from './adapter.ts';
import { endWithMistake, messageOf, readCommandLine } from './command-line.ts';
import { echo, largeMessages } from './echo.ts';
import { showProgress } from './progress.ts';
import { runIn } from './run-in.ts';

const usage = `A WebSocket client that echoes every message: the client loop of Autobahn|Testsuite.

  --url URL       The fuzzing server, such as ws://127.0.0.1:9001
  --agent NAME    Our name in the report. Default: sansocket
  --runtime NAME  Where to run: node, deno or bun, each with its own adapter.
                  Default: the runtime that this was started with
  --help          Print this`;

const { url, agent, runtime } = readCommandLine(usage, {
  url: undefined,
  agent: 'sansocket',
  runtime: runtimeName(),
});
await runIn(runtime);
const { connect } = await loadAdapter();
const base = url.replace(/\/+$/, '');
const query = `agent=${encodeURIComponent(agent)}`;

const total = await caseCount();
for (let i = 1; i <= total; i++) {
  await converse(`/runCase?case=${i}&${query}`, echo);
  showProgress(i, total, 'cases');
}
await converse(`/updateReports?${query}`, () => undefined);

async function caseCount(): Promise<number> {
  let count: number | undefined;
  const { cause } = await converse('/getCaseCount', (event) => {
    if (event.type === 'message') count = Number(event.data);
  });
  if (count !== undefined && Number.isInteger(count)) return count;
  console.error(
    `${base} does not tell the number of cases${cause instanceof Error ? `: ${cause.message}` : ''}`,
  );
  process.exit(1);
}

/** Opens a connection and resolves at its end, whatever it is: each case tests another one. */
function converse(resource: string, onEvent: OnEvent): Promise<CloseEvent> {
  return new Promise((resolve) => {
    const listener: OnEvent = (event, socket) => {
      onEvent(event, socket);
      if (event.type === 'close') resolve(event);
    };
    try {
      connect(base + resource, { limits: largeMessages }, listener);
    } catch (error) {
      endWithMistake(messageOf(error));
    }
  });
}
