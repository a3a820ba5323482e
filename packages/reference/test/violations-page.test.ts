import { describe, expect, it } from '@jest/globals';
import { violations } from 'sansocket/violations';
import { renderViolations } from '../src/violations-page.ts';

describe('renderViolations()', () => {
  const table = {
    'text-not-utf8': { closeCode: 1007, section: 'RFC 6455 §8.1', sentence: 'A text is UTF-8' },
    'close-code-invalid': { closeCode: 1002, section: 'RFC 6455 §7.4', sentence: 'A code < 5000' },
    'key-missing': { closeCode: 1006, status: 400, section: 'RFC 6455 §4.2.1', sentence: 'A key' },
    'line-bare': { closeCode: 1006, status: 400, section: 'RFC 9112 §2.2', sentence: 'CR | LF' },
  };
  const page = renderViolations(table, {
    'packages/core/src/handshake/rules.ts': "['key-missing', 'line-bare']",
    'packages/core/src/framing/limits.ts': "{ 'text-not-utf8': 'maxMessageBytes' }",
  });

  it('puts each rule into its chapter', () => {
    expect(page.match(/^(## .*|\| `.*)$/gm)).toEqual([
      '## Opening handshake: the HTTP head',
      '| `line-bare` | 1006 | 400 | RFC 9112 §2.2 | CR \\| LF | [handshake/rules.ts](../../packages/core/src/handshake/rules.ts) |',
      '## Opening handshake',
      '| `key-missing` | 1006 | 400 | RFC 6455 §4.2.1 | A key | [handshake/rules.ts](../../packages/core/src/handshake/rules.ts) |',
      '## Closing handshake',
      '| `close-code-invalid` | 1002 |  | RFC 6455 §7.4 | A code &lt; 5000 |  |',
      '## Frames and messages',
      '| `text-not-utf8` | 1007 |  | RFC 6455 §8.1 | A text is UTF-8 |  |',
    ]);
  });

  it('has every rule of core exactly once', () => {
    const rules = [...renderViolations(violations, {}).matchAll(/^\| `([^`]+)` /gm)].map(
      ([, id]) => id,
    );
    expect(rules.sort()).toEqual(Object.keys(violations).sort());
  });
});
