/**
 * A client that echoes: the loop that Autobahn|Testsuite asks for, or a conversation with
 * any other server.
 *
 * @module
 */

import {
  choiceOr,
  Failure,
  flag,
  Mistake,
  print,
  runCommand,
  text,
  textOr,
} from '@sansocket/command-line';
import { permessageDeflate } from '@sansocket/permessage-deflate';
import type { Version } from 'sansocket/connection';
import type { OnEvent } from 'sansocket/driving';
import { hixie75, hixie76, hybi7, hybi8, retryWith } from 'sansocket/legacy';
import { loadAdapter, runtimeName, runtimeNames } from './adapter.ts';
import { converse, type Ending } from './converse.ts';
import { largeMessages } from './echo.ts';
import { EchoConversation } from './echo-conversation.ts';
import { askForCases, runSuite, type Visit } from './echo-suite.ts';
import { runIn } from './run-in.ts';

/** By what `--version` calls them; RFC 6455 is what a client asks for by itself. */
const versions: Readonly<Record<'13' | '8' | '7' | '76' | '75', Version | undefined>> = {
  '13': undefined,
  '8': hybi8,
  '7': hybi7,
  '76': hixie76,
  '75': hixie75,
};
/** As a shell names the end by Ctrl-C. */
const INTERRUPTED = 130;
const versionNames = ['13', '8', '7', '76', '75'] as const;

await runCommand(
  {
    name: 'node packages/examples/dist/echo-client.js',
    does: `A WebSocket client that echoes. Where the server has the resources of Autobahn|Testsuite, it is the
client loop of that; elsewhere it sends a few messages that should come back, echoes those of the server, and
says what happened. The exit code is 1 when nothing opens, or a message does not come back.`,
    options: {
      url: text('URL', 'The server, such as ws://127.0.0.1:9001; required'),
      agent: textOr('sansocket', 'NAME', 'Our name in the report of the suite'),
      version: choiceOr(
        '13',
        'NAME',
        'The version to ask for: 13, 8, 7, 76 (Hixie-76) or 75 (Hixie-75)',
        versionNames,
      ),
      retry: flag('When it is refused, ask again with one that the server names'),
      runtime: choiceOr(
        runtimeName(),
        'NAME',
        `Where to run: node, deno or bun, each with its own adapter`,
        runtimeNames,
      ),
      deflate: flag('Compress messages: permessage-deflate (RFC 7692)'),
    },
    example: 'node packages/examples/dist/echo-client.js --url ws://127.0.0.1:9001',
  },
  async ({ url, agent, version, retry, runtime, deflate }) => {
    if (url === undefined) throw new Mistake('Option --url is required');
    await runIn(runtime);
    const { connect } = await loadAdapter();
    const extensions = deflate ? [permessageDeflate()] : [];
    const base = url.replace(/\/+$/, '');
    let speaks = versions[version];
    let mayRetry = retry;

    const visit = async (server: string, resource: string, onEvent: OnEvent) => {
      let next: ReturnType<typeof retryWith>;
      // The oldest versions have an origin in every request.
      const origin = speaks === undefined ? undefined : 'http://localhost';
      const options = { limits: largeMessages, version: speaks, origin, extensions };
      const ending = await converse(connect, server, resource, options, (event, socket) => {
        onEvent(event, socket);
        if (event.type !== 'handshake-rejected' || !mayRetry) return;
        next = retryWith(event, speaks?.name ?? 13, [hybi8, hybi7]);
      });
      if (next === undefined) return ending;
      speaks = next.version;
      mayRetry = false;
      return visit(server, resource, onEvent);
    };
    const visitResource: Visit = (resource, onEvent) => visit(base, resource, onEvent);

    const { count, answered, failure } = await askForCases(visitResource);
    if (!answered) throw new Failure(`${withoutSecrets(url)}: ${failure ?? 'nothing came'}`);
    if (count !== undefined) await runSuite(visitResource, count, agent);
    else await talk((onEvent) => visit(url, '', onEvent), url);
  },
);

/** Sends a few messages, and tells what came of them. The first interrupt closes, the second one ends. */
async function talk(visit: (onEvent: OnEvent) => Promise<Ending>, url: string): Promise<void> {
  const conversation = new EchoConversation(print);
  process.on('SIGINT', () => {
    if (process.exitCode === INTERRUPTED || !conversation.isOpen) process.exit(INTERRUPTED);
    process.exitCode = INTERRUPTED;
    conversation.end();
  });
  const { failure } = await visit(conversation.onEvent);
  if (process.exitCode === INTERRUPTED || conversation.succeeded) return;
  throw new Failure(`${withoutSecrets(url)}: ${failure ?? 'the echo of a message did not come'}`);
}

/** User information and query may be credentials. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, '//').replace(/\?.*/, '');
}
