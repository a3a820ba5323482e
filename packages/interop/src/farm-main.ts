/**
 * `pnpm farm`: runs the catalogue of cases on servers of others.
 *
 * @module
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  choiceOr,
  flag,
  Mistake,
  messageOf,
  print,
  runCommand,
  suggest,
  text,
} from '@sansocket/command-line';
import {
  type Case,
  type CaseResult,
  countsText,
  failing,
  loadCatalogue,
  type Profile,
  Progress,
  patternsHelp,
  profiles,
  selectCases,
} from '@sansocket/conformance';
import { installRuntimes, workspaceRoot } from '@sansocket/workspace';
import {
  type FarmClient,
  type FarmRecord,
  failureOf,
  farmClients,
  fieldPage,
  type HistoricRun,
  historicFaults,
  recordFile,
  renderField,
  runClient,
  runOf,
  runServer,
  type ServerResult,
} from './farm/index.ts';
import { missingOf } from './matrix/index.ts';
import { installServers, type PeerServer, peerServers } from './peers/index.ts';

const catalogue = loadCatalogue();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}

await runCommand(
  {
    name: 'pnpm farm',
    does: `The cases of @sansocket/conformance on the servers of others, one server after the other. A server whose
programs are not here is passed over. All of them listen on 127.0.0.1.
Exit codes: 0 all servers were run to the end, whatever their verdicts; 1 one was not, or a release with a known
fault passes; 2 the command line is wrong.`,
    options: {
      only: text('NAME', 'Only the server of this name'),
      profile: choiceOr('full', 'NAME', 'Which cases: quick, full or hostile', profiles),
      list: flag('Print the names of the servers, run nothing'),
      install: flag('First get what the servers need: from Debian, as root, and from npm'),
      clients: flag('Run the clients of others instead, on the profile quick'),
      historic: flag('Run releases with a known fault instead, on the cases that show it'),
      write: flag(`Record the verdicts, and make ${fieldPage}`),
    },
    apart: [
      ['only', 'historic'],
      ['clients', 'historic'],
      ['clients', 'list'],
      ['clients', 'install'],
      ['list', 'install'],
      ['list', 'write'],
      ['list', 'historic'],
    ],
    operands: '[CASE ...]',
    more: patternsHelp,
    example: 'pnpm farm --only tornado',
  },
  async ({ only, profile, list, install, clients, historic, write }, patterns) => {
    const servers = clients ? [] : chosen(peerServers, only);
    if (write && (patterns.length > 0 || profile !== 'full')) {
      throw new Mistake('Option --write needs all cases of the profile full');
    }
    if (list) {
      print(servers.map(({ id }) => id).join('\n'));
      return;
    }
    // A pattern that matches nothing is a mistake before anything is installed.
    selectCases(catalogue, profile, patterns);
    installRuntimes();
    if (clients) await runClients(chosen(farmClients, only), patterns, write);
    else if (historic) {
      if (install) installServers(historicFaults.flatMap(({ broken, mended }) => [broken, mended]));
      await runHistoric(write);
    } else {
      if (install) installServers(servers);
      await runServers(servers, profile, patterns, write);
    }
  },
);

function chosen<Peer extends { readonly id: string }>(
  roster: readonly Peer[],
  only: string | undefined,
): readonly Peer[] {
  const peers = roster.filter(({ id }) => only === undefined || id === only);
  if (peers.length > 0) return peers;
  const names = roster.map(({ id }) => id);
  throw new Mistake(`No server is called '${only!}': ${suggest(only!, names)}`);
}

async function runClients(
  clients: readonly FarmClient[],
  patterns: readonly string[],
  writes: boolean,
): Promise<void> {
  for (const client of clients) {
    const missing = missingOf(client);
    if (missing !== undefined) {
      print(`-        ${client.id}: ${missing} is not here`);
      continue;
    }
    try {
      const done = await runClient(client, patterns);
      print(`ran      ${client.id} ${done.version}: ${JSON.stringify(done.counts)}`);
      if (writes) write({ servers: {}, clients: { [client.id]: done }, historic: {} });
    } catch (error) {
      print(`FAILED   ${client.id}: ${messageOf(error)}`);
      process.exitCode = 1;
    }
  }
}

async function runServers(
  servers: readonly PeerServer[],
  profile: Profile,
  patterns: readonly string[],
  writes: boolean,
): Promise<void> {
  for (const server of servers) {
    const cases = selectCases(catalogue, profile, [
      ...patterns,
      ...(server.leavesOut?.cases ?? []),
    ]).filter(isForServers);
    const ran = await run(server, cases);
    if (ran === undefined) continue;
    // At once: a run that is interrupted keeps what it has.
    const done = runOf(server.version(), ran.abilities, ran.results);
    if (writes) write({ servers: { [server.id]: done }, clients: {}, historic: {} });
    for (const result of ran.results) {
      if (failing.includes(result.verdict)) print(`         ${sentenceOf(result)}`);
    }
  }
}

/** Each fault on both releases. One that does not show fails. */
async function runHistoric(writes: boolean): Promise<void> {
  const runs: Record<string, Record<string, HistoricRun>> = {};
  for (const { id, says, cases: ids, broken, mended } of historicFaults) {
    print(`${id}: ${says}`);
    const cases = catalogue.cases.filter((one) => ids.includes(one.id));
    const [before, after] = [await run(broken, cases), await run(mended, cases)];
    if (before === undefined || after === undefined) continue;
    runs[id] = Object.fromEntries(
      before.results.map((result, i) => {
        const verdict = after.results[i]!.verdict;
        const shows = failing.includes(result.verdict) && !failing.includes(verdict);
        if (!shows) process.exitCode = 1;
        print(`${shows ? 'shows    ' : 'HIDDEN   '}${sentenceOf(result)}`);
        return [result.case.id, { broken: failureOf(result), mended: verdict }];
      }),
    );
  }
  if (writes) write({ servers: {}, clients: {}, historic: runs });
}

function sentenceOf(result: CaseResult): string {
  const failure = failureOf(result);
  if (failure === undefined) return `${result.case.id} ${result.verdict}`;
  const { verdict, variant, expected, actual } = failure;
  return `${result.case.id} ${verdict} (${variant}): expected ${expected}; saw ${actual}`;
}

function isForServers({ testee }: Case): boolean {
  return testee === 'server' || testee === 'both';
}

/** @returns `undefined` if the server is not here, or cannot be run to the end. */
async function run(server: PeerServer, cases: readonly Case[]): Promise<ServerResult | undefined> {
  const missing = missingOf(server);
  if (missing !== undefined) {
    print(`-        ${server.id}: ${missing} is not here`);
    return undefined;
  }
  const progress = new Progress(cases.length);
  try {
    const ran = await runServer(server, cases, (result) => progress.add(result));
    progress.end();
    print(`ran      ${server.id} ${server.version()}: ${countsText(ran.results)}`);
    return ran;
  } catch (error) {
    progress.end();
    print(`FAILED   ${server.id} ${server.version()}: ${messageOf(error).slice(0, 300)}`);
    process.exitCode = 1;
    return undefined;
  }
}

function readRecord(): FarmRecord {
  const file = join(workspaceRoot, recordFile);
  if (!existsSync(file)) return { servers: {}, clients: {}, historic: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as FarmRecord;
}

/** Beside what was recorded before; in the order of the roster. Servers that are no more are forgotten. */
function write(now: FarmRecord): void {
  const before = readRecord();
  const servers = { ...before.servers, ...now.servers };
  const historic = { ...before.historic, ...now.historic };
  const record: FarmRecord = {
    servers: inOrder(peerServers, servers),
    clients: inOrder(farmClients, { ...before.clients, ...now.clients }),
    historic: inOrder(historicFaults, historic),
  };
  writeFileSync(join(workspaceRoot, recordFile), `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(join(workspaceRoot, fieldPage), renderField(record));
}

function inOrder<Value>(
  roster: readonly { readonly id: string }[],
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    roster.flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id]]])),
  );
}
