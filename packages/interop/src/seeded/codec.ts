/**
 * A parser that is right: the harness of the examples, in Python. Each bug is a change of its text.
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@sansocket/workspace';

/** A change: the case that finds it, what stands in the text, and what takes its place. */
type Change = readonly [found: string, text: string, bug: string];

const codes = '1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999';

/** Each with a case that finds it. */
export const codecBugs: Readonly<Record<string, Change>> = {
  'rsv-ignored': ['FR-001', 'not buffer[0] & 0x70 and ', ''],
  'reserved-opcodes': ['FR-005', 'opcode in (0, 1, 2, 8, 9, 10)', 'True'],
  'mask-not-checked': ['MK-001', ' and buffer[1] >> 7 == masked', ''],
  'control-fragmented': ['FG-014', 'fin and length < 126', 'length < 126'],
  'control-too-long': ['LN-007', 'fin and length < 126', 'fin'],
  'continuation-without-start': [
    'FG-001',
    '(opcode == 0) == (kind > 0)',
    'opcode == 0 or kind == 0',
  ],
  'new-message-inside': ['FG-002', '(opcode == 0) == (kind > 0)', 'opcode > 0 or kind > 0'],
  'non-minimal-length': ['LN-002', 'check(least <= length', 'check(0 <= length'],
  'length-little-endian': [
    'LN-001',
    '], "big")\n                check',
    '], "little")\n                check',
  ],
  'key-reversed': ['MK-010', '((key * (', '((key[::-1] * ('],
  'close-codes-not-checked': ['CL-006', codes, 'True'],
  'close-codes-as-one-range': ['CL-006', codes, '1000 <= code <= 4999'],
  'close-above-4999': ['CL-009', '<= 4999', ''],
  'utf8-replaced': ['U8-002', 'message.decode()', 'message.decode(errors="replace")'],
  'surrogates-accepted': ['U8-002', 'message.decode()', 'message.decode(errors="surrogatepass")'],
  'bom-stripped': ['U8-008', 'message.decode()', 'message.decode("utf-8-sig")'],
  'reason-replaced': ['CL-012', 'payload[2:].decode()', 'payload[2:].decode(errors="replace")'],
  'control-ends-message': [
    'FG-011',
    '                continue',
    '                kind, message = 0, b""\n                continue',
  ],
  'reads-after-close': ['CL-015', '                return\n', '                continue\n'],
  'rest-of-chunk-lost': [
    'CH-001',
    '                break\n',
    '                buffer = b""\n                break\n',
  ],
};

/**
 * Writes the harness.
 *
 * @param bug - The one that it has. Default: none.
 * @throws Error when its text no longer has what the bug changes.
 */
export function writeCodec(file: string, bug?: string): void {
  const source = join(workspaceRoot, 'packages/conformance/examples/harness.py');
  const right = readFileSync(source, 'utf8');
  const [, text, change] = codecBugs[bug ?? ''] ?? ['', '', ''];
  if (!right.includes(text)) throw new Error(`${source} has no '${text}'`);
  writeFileSync(file, right.replace(text, change));
}
