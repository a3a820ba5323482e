/**
 * `docs/reference/limits.md` says what the code does: each limit and timeout once, with its default.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultLimits, defaultTimeouts } from 'sansocket/connection';

const page = readFileSync(new URL('../../../docs/reference/limits.md', import.meta.url), 'utf8');

describe('docs/reference/limits.md', () => {
  it('lists every limit with its default', () => {
    expect(defaultsIn(page, /^(?!.*Ms$)max\w+$|Bytes$/)).toEqual(Object.entries(defaultLimits));
  });

  it('lists every timeout with its default', () => {
    expect(defaultsIn(page, /Ms$/)).toEqual(Object.entries(defaultTimeouts));
  });
});

/** Rows of the page's tables whose first cell is a name that matches, in order. */
function defaultsIn(text: string, name: RegExp): [string, number][] {
  return text.split('\n').flatMap((line) => {
    const [, option = '', value = ''] = /^\| `(\w+)` \| ([^|]+) \|/.exec(line) ?? [];
    return name.test(option) ? [[option, toNumber(value.trim())] as [string, number]] : [];
  });
}

function toNumber(shown: string): number {
  return shown === 'none' || shown === 'off' ? Infinity : Number(shown.replaceAll(' ', ''));
}
