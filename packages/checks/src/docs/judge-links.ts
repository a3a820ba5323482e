/**
 * Links between pages: the file that a relative link names exists.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readText } from '@sansocket/workspace';
import type { Finding } from '../shared/index.ts';

/** Links of a README on the page of a registry to files of this repository. */
const ourFiles = /^https:\/\/github\.com\/sansocket\/sansocket\/(?:blob|tree)\/main\//;

/** Links of pages that lead nowhere. Links to other sites and within a page are not followed. */
export function judgeLinks(root: string, pages: readonly string[]): Finding[] {
  return pages.flatMap((page) => {
    return linksOf(readText(root, page))
      .filter(({ target }) => !existsSync(fileOf(root, page, target)))
      .map(({ target, line }) => ({ file: page, line, message: `Link leads nowhere: ${target}` }));
  });
}

function fileOf(root: string, page: string, target: string): string {
  return ourFiles.test(target)
    ? join(root, target.replace(ourFiles, ''))
    : join(root, posix.dirname(page), target);
}

interface Link {
  readonly target: string;
  readonly line: number;
}

/** Targets in this repository of `[text](target)`, outside of code. */
function linksOf(text: string): Link[] {
  const links: Link[] = [];
  let inCode = false;
  text.split('\n').forEach((content, i) => {
    if (/^ *```/.test(content)) inCode = !inCode;
    if (inCode) return;
    for (const [, target = ''] of content.replace(/`[^`]*`/g, '').matchAll(/\]\(([^()\s]+)\)/g)) {
      const [path = ''] = target.split('#', 1);
      if (path !== '' && (ourFiles.test(path) || !/^[a-z]+:/.test(path)))
        links.push({ target: path, line: i + 1 });
    }
  });
  return links;
}
