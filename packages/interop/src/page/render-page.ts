/**
 * The page, from the record of the last runs.
 *
 * @module
 */

import type { Cell, Group } from '../matrix/index.ts';

export const pageFile = 'docs/reference/interoperation.md';
export const recordFile = 'packages/interop/results.json';

/** How a cell went, the last time that it was run. */
export interface Result {
  readonly version: string;
  /** Whether both ends had the expected results. */
  readonly passed: boolean;
  readonly extensions: string;
}

/** By the id of the cell. */
export type Results = Readonly<Record<string, Result>>;

const opening = `# Interoperation

Sansocket's server with the clients of other libraries, its client with their servers, and both through
proxies. Each cell is a conversation between two real programs on one machine: a subprotocol is chosen, a
text, bytes and 1 MiB are echoed, a ping is answered, the client closes once and the server closes once, each
with a code and a reason; and both ends must have seen the same. Where HTTP/2 (RFC 8441) is not named it is HTTP/1.1; an
end of ours that is to speak HTTP/2 speaks nothing else.

\`pnpm interop\` runs the cells whose programs are installed, \`pnpm interop --install\` installs Debian's
packages for all of them first, \`--write\` records the results and makes this page. The cells marked CI are
tests too (\`packages/interop/test\`), and run with every change.
`;

const titles: Readonly<Record<Group, readonly [title: string, column: string]>> = {
  server: ['Our server', 'client'],
  client: ['Our client', 'server'],
  proxy: ['Through a proxy, with TLS at the proxy', 'proxy, client, server'],
  'http2-server': ['Our server, HTTP/2 over TLS', 'client'],
  'http2-client': ['Our client, HTTP/2 without TLS', 'server'],
  'http2-proxy': [
    'Through a proxy that speaks HTTP/2, with TLS at the proxy',
    'proxy, client, server',
  ],
};

/** @returns The page's text. */
export function renderPage(cells: readonly Cell[], results: Results): string {
  const groups = (Object.keys(titles) as Group[]).map((group) => {
    const [title, column] = titles[group];
    const rows = cells.filter((cell) => cell.group === group).map((cell) => rowOf(cell, results));
    return [
      `\n## ${title}\n`,
      `| ${column} | version | | compressed | in CI |`,
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [opening, ...groups, notesOf(cells)].join('');
}

function rowOf({ id, title, inCi, lacks }: Cell, results: Results): string {
  const result = results[id];
  const outcome = result === undefined ? 'not run' : result.passed ? '✅' : '❌';
  const note = lacks === undefined ? '' : `, but ${lacks}`;
  const compressed = result?.extensions ? 'yes' : 'no';
  return `| ${title} | ${result?.version ?? ''} | ${outcome}${note} | ${compressed} | ${inCi ? 'yes' : ''} |`;
}

function notesOf(cells: readonly Cell[]): string {
  const count = cells.length;
  const inCi = cells.filter((cell) => cell.inCi).length;
  return `\n${count} cells, ${inCi} of them in CI.\n`;
}
