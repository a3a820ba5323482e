/**
 * `pnpm echo-client`: the client that Autobahn|Testsuite asks for. It learns the number of cases, opens a
 * connection for each and echoes every message, then has the report written.
 *
 * @module
 */

import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { CloseEvent } from 'sansocket';
import type { OnEvent, Version } from 'sansocket/connection';
import { hixie75, hixie76, hybi7, hybi8, retryWith } from 'sansocket/legacy';
import { loadAdapter, runtimeName } from './adapter.ts';
import { endWithMistake, messageOf, readCommandLine } from './command-line.ts';
import { echo, largeMessages } from './echo.ts';
import { showProgress } from './progress.ts';
import { runIn } from './run-in.ts';

const usage = `A WebSocket client that echoes every message: the client loop of Autobahn|Testsuite.

  --url URL       The fuzzing server, such as ws://127.0.0.1:9001
  --agent NAME    Our name in the report. Default: sansocket
  --version NAME  The version to ask for: 13, 8, 7, 76 (Hixie-76) or 75 (Hixie-75). Default: 13
  --retry         When it is refused, ask again with one that the server names
  --runtime NAME  Where to run: node, deno or bun, each with its own adapter.
                  Default: the runtime that this was started with
  --deflate       Compress messages: permessage-deflate (RFC 7692)
  --help          Print this`;

const { url, agent, version, retry, deflate, runtime } = readCommandLine(usage, {
  url: undefined,
  agent: 'sansocket',
  version: '13',
  retry: false,
  deflate: false,
  runtime: runtimeName(),
});
await runIn(runtime);
const { connect } = await loadAdapter();
const extensions = deflate ? [permessageDeflate()] : [];
const base = url.replace(/\/+$/, '');
const query = `agent=${encodeURIComponent(agent)}`;
/** By what `--version` calls them; RFC 6455 is what a client asks for by itself. */
const versions: ReadonlyMap<string, Version | undefined> = new Map([
  ['13', undefined],
  ['8', hybi8],
  ['7', hybi7],
  ['76', hixie76],
  ['75', hixie75],
]);

const { total, speaks } = await caseCount(versionOf(version), retry);
for (let i = 1; i <= total; i++) {
  await converse(`/runCase?case=${i}&${query}`, speaks, echo);
  showProgress(i, total, 'cases');
}
await converse(`/updateReports?${query}`, speaks, () => undefined);

interface CaseCount {
  readonly total: number;
  /** The version in which it was told. */
  readonly speaks: Version | undefined;
}

async function caseCount(asked: Version | undefined, mayRetry: boolean): Promise<CaseCount> {
  let count: number | undefined;
  let next: ReturnType<typeof retryWith>;
  const { cause } = await converse('/getCaseCount', asked, (event) => {
    if (event.type === 'message') count = Number(event.data);
    if (event.type !== 'handshake-rejected' || !mayRetry) return;
    next = retryWith(event, asked?.name ?? 13, [hybi8, hybi7]);
  });
  if (count !== undefined && Number.isInteger(count)) return { total: count, speaks: asked };
  if (next !== undefined) return caseCount(next.version, false);
  console.error(
    `${base} does not tell the number of cases${cause instanceof Error ? `: ${cause.message}` : ''}`,
  );
  process.exit(1);
}

/** Opens a connection and resolves at its end, whatever it is: each case tests another one. */
function converse(
  resource: string,
  asked: Version | undefined,
  onEvent: OnEvent,
): Promise<CloseEvent> {
  return new Promise((resolve) => {
    const listener: OnEvent = (event, socket) => {
      onEvent(event, socket);
      if (event.type === 'close') resolve(event);
    };
    // The oldest versions have an origin in every request.
    const origin = asked === undefined ? undefined : 'http://localhost';
    try {
      const options = { limits: largeMessages, version: asked, origin, extensions };
      connect(base + resource, options, listener);
    } catch (error) {
      endWithMistake(messageOf(error));
    }
  });
}

function versionOf(name: string): Version | undefined {
  if (versions.has(name)) return versions.get(name);
  return endWithMistake(`Version must be ${[...versions.keys()].join(', ')}, got '${name}'`);
}
