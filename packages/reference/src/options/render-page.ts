/**
 * The page of options, from the tables that calls check by and the comments on the types.
 *
 * @module
 */

import { cell } from '@sansocket/workspace';
import type { AnyChecks, AnyKind } from 'sansocket/options';

/** Where the page is, relative to the workspace. */
export const optionsPage = 'docs/reference/options.md';

/** One call. */
export interface Section {
  readonly title: string;
  readonly table: AnyChecks;
  /** The doc comments, by name. */
  readonly docs: ReadonlyMap<string, string>;
  /** The title of another section, whose options are not repeated. */
  readonly like?: string | undefined;
}

/** The page: a section for each call, a row for each option. */
export function renderOptions(sections: readonly Section[]): string {
  const tables = new Map(sections.map(({ title, table }) => [title, table]));
  const parts = sections.map((section) => {
    const known = tables.get(section.like ?? '') ?? {};
    const names = Object.keys(section.table).filter((name) => !Object.hasOwn(known, name));
    const like =
      section.like === undefined
        ? ''
        : `The options of [${section.like}](#${anchorOf(section.like)}), as far as the call has them, and:\n\n`;
    return `## ${section.title}\n\n${like}| option | takes | default | what it is |\n| --- | --- | --- | --- |\n${names
      .map((name) => rowOf(name, section.table[name]!, section.docs.get(name) ?? ''))
      .join('')}`;
  });
  return `# Options

Every call that takes options checks them when it is called, in JavaScript too: an unknown name, a value of
another type and a number out of its range throw a \`TypeError\` or a \`RangeError\` that names the option,
the values that it takes, the value that it got and, for a misspelled name, the nearest name. An option that
is \`undefined\` counts as absent. [Limits and timeouts](limits.md) have a page of their own.

\`pnpm generate\` makes this page from the tables that the calls check by, and from the comments on the types.

${parts.join('\n')}`;
}

function rowOf(name: string, kind: AnyKind, doc: string): string {
  const [, text = '', preset = ''] = /^(.*?)(?:\s*Default: (.*?)\.?)?$/s.exec(doc) ?? [];
  const sentence = text.split(/(?<=\.)\s/)[0] ?? '';
  return `| ${[`\`${name}\``, takesOf(kind), preset, sentence].map(cell).join(' | ')} |\n`;
}

function takesOf(kind: AnyKind): string {
  if (typeof kind === 'string') return kind;
  if (Array.isArray(kind)) return String(kind[0]);
  return `an object with any of ${Object.keys(kind)
    .map((name) => `\`${name}\``)
    .join(', ')}`;
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
