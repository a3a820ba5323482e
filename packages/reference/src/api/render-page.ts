/**
 * The pages of all public names. A name is described once: at the entry point of the folder that
 * declares it; elsewhere a link leads there.
 *
 * @module
 */
import { posix } from 'node:path';
import ts from 'typescript';
import type { Source } from '../source.ts';
import { moduleDocOf } from './doc-comment.ts';
import { type EntryPoint, listPublicNames, type PublicName } from './entry-point.ts';
import { type HiddenInterfaces, renderName } from './render-name.ts';

/** A page: where it is, relative to the workspace, and the packages on it by their folders. */
export interface ApiPage {
  readonly file: string;
  readonly title: string;
  readonly packages: readonly string[];
}

/** The page of published code that runs, and the page of the test kit. */
export const apiPages: readonly ApiPage[] = [
  {
    file: 'docs/reference/api.md',
    title: 'API',
    packages: [
      'core',
      'permessage-deflate',
      'legacy',
      'node',
      'deno',
      'bun',
      'web-streams',
      'http2',
      'websocket',
    ],
  },
  { file: 'docs/reference/testkit-api.md', title: 'API of the test kit', packages: ['testkit'] },
];

/**
 * A page.
 *
 * @param sources - All sources of the workspace.
 * @param entries - In the order of the page.
 * @param title - Default: `API`.
 */
export function renderApi(
  sources: readonly Source[],
  entries: readonly EntryPoint[],
  title = 'API',
): string {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const contents = entries.map(({ specifier }) => `[\`${specifier}\`](#${anchorOf(specifier)})`);
  const sections = entries.map((entry) => renderEntry(byPath, entry));
  return `# ${title}

Every public name, by entry point: ${contents.join(' · ')}.

Sizes are in bytes and times in milliseconds unless a name says otherwise. Types are readonly throughout.
\`pnpm generate\` makes this page from the sources and their comments.

${sections.join('\n\n')}
`;
}

function renderEntry(sources: ReadonlyMap<string, Source>, entry: EntryPoint): string {
  const names = listPublicNames(sources, entry.file);
  const own = names.filter((name) => isHome(entry, name));
  const others = names.filter((name) => !isHome(entry, name));
  const hidden = hiddenInterfaces(sources, entry, own);
  const links = others.map(({ name }) => `[\`${name}\`](#${anchorOf(name)})`);
  const parts = [
    `## ${entry.specifier}`,
    moduleDocOf(sources.get(entry.file)!.tree),
    ...(links.length === 0 ? [] : [`Described elsewhere: ${links.join(' · ')}.`]),
    ...own.map((name) => renderName(name, hidden)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function hiddenInterfaces(
  sources: ReadonlyMap<string, Source>,
  entry: EntryPoint,
  shown: readonly PublicName[],
): HiddenInterfaces {
  const folder = homeOf(entry);
  const files = [...sources.values()].filter(({ path }) => posix.dirname(path) === folder);
  const interfaces = files
    .flatMap(({ tree }) => [...tree.statements])
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => !shown.some((other) => other.name === name.text));
  return new Map(interfaces.map((node) => [node.name.text, node]));
}

function isHome(entry: EntryPoint, { file }: PublicName): boolean {
  return posix.dirname(file) === homeOf(entry);
}

/** The folder whose names an entry point describes: a door in `src/entries` has the name of its folder. */
function homeOf({ file }: EntryPoint): string {
  const { dir, name } = posix.parse(file);
  return posix.basename(dir) === 'entries' ? posix.join(dir, '..', name) : dir;
}

/** The anchor that a heading gets. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\w-]/g, '');
}
