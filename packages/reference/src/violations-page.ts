/**
 * The page of violations, from the table that core answers by.
 *
 * @module
 */
import { cell } from '@sansocket/workspace';

/** Where the page is, relative to the workspace. */
export const violationsPage = 'docs/reference/violations.md';

/** A row of core's table. */
export interface Row {
  readonly closeCode: number;
  readonly status?: number | undefined;
  readonly section: string;
  readonly sentence: string;
}

interface Chapter {
  readonly title: string;
  readonly introduction: string;
  /** A row is in the first chapter that accepts it. */
  readonly takes: (row: Row) => boolean;
}

const chapters: readonly Chapter[] = [
  {
    title: 'Older versions',
    introduction: `Only with \`@sansocket/legacy\`, which has this table as \`legacyViolations\`. A server answers a
broken request with the status; a broken frame is not answered, since none of these versions has close codes.`,
    takes: ({ section }) => /^(?:hybi|hixie)-/.test(section),
  },
  {
    title: 'Opening handshake: the HTTP head',
    introduction: 'A server answers with the status; a client fails the connection.',
    takes: ({ closeCode, section }) => closeCode === 1006 && !section.startsWith('RFC 6455'),
  },
  {
    title: 'Opening handshake',
    introduction: 'A server answers with the status; a client fails the connection.',
    takes: ({ closeCode }) => closeCode === 1006,
  },
  {
    title: 'Closing handshake',
    introduction: 'Rules of the payload of a Close frame. The answer has the close code.',
    takes: ({ section }) => /§(5\.5\.1|7)/.test(section),
  },
  {
    title: 'Frames and messages',
    introduction: 'The connection fails with the close code.',
    takes: () => true,
  },
];

/** The sources of core and the older versions by their paths in the workspace, each with its text. */
export type Sources = Readonly<Record<string, string>>;

/** The page: every row once, in the order of the table. */
export function renderViolations(table: Readonly<Record<string, Row>>, sources: Sources): string {
  const rows = Object.entries(table);
  // Older versions come last on the page, though their chapter chooses its rows first.
  const [older, ...others] = chapters;
  const sections = [...others, older!]
    .map((chapter) => {
      const own = rows.filter(([, row]) => chapters.find(({ takes }) => takes(row)) === chapter);
      return own.length === 0 ? '' : renderChapter(chapter, own, sources);
    })
    .filter((section) => section !== '');
  return `# Violations

The ${rows.length} rules that a peer can break. A violation is an event with the rule's id,
its close code, its section and the offset of the byte that broke it. Close code 1006 means that
no Close frame is sent. The last column names the sources that report it.

\`pnpm generate\` makes this page from the tables in \`sansocket/violations\`.

${sections.join('\n')}`;
}

function renderChapter(
  { title, introduction }: Chapter,
  rows: readonly (readonly [id: string, row: Row])[],
  sources: Sources,
): string {
  const lines = rows.map(([id, { closeCode, status, section, sentence }]) => {
    const cells = [
      `\`${id}\``,
      String(closeCode),
      String(status ?? ''),
      section,
      cell(sentence),
      reportedBy(id, sources),
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `## ${title}

${introduction}

| rule | close code | status | section | requirement | reported by |
| --- | --- | --- | --- | --- | --- |
${lines.join('')}`;
}

/** Links to the sources that name the rule, but not as a key: a table of rules does not decide. */
function reportedBy(id: string, sources: Sources): string {
  const paths = Object.keys(sources).filter((path) =>
    new RegExp(`'${id}'(?!:)`).test(sources[path]!),
  );
  return paths
    .map((path) => `[${path.split('/').slice(-2).join('/')}](../../${path})`)
    .join('<br>');
}
