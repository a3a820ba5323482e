/**
 * The findings of properties, for people.
 *
 * @module
 */

import type { Rule } from '../catalogue/index.ts';
import { splitHead } from './record.ts';
import type { Finding } from './search.ts';

/**
 * Six lines about a session that a property does not hold for.
 *
 * @param command - The command line without the options that select sessions.
 */
export function findingText(
  { property, result, seed, path, shrinks }: Finding,
  rules: Readonly<Record<string, Rule>>,
  command: string,
): string {
  const { case: one, verdict, variants } = result;
  const { expected = '', actual = '', sent = new Uint8Array(0) } = variants[0] ?? {};
  const rule = rules[one.rules[0] ?? ''];
  const after = shrinks === 0 ? '' : `, shrunk ${shrinks} times`;
  return [
    `✘ ${property.name}: ${one.title}  ${verdict}, ${one.level}, ${rule?.ref ?? ''}${after}`,
    `    rule      ${rule?.text ?? ''}`,
    `    sent      ${shown(splitHead(sent)[1])}`,
    `    expected  ${expected}`,
    `    actual    ${actual}`,
    `    repeat    ${command} --property ${property.name} --seed ${seed} --path ${path}`,
  ].join('\n');
}

/** In hex, the first hundred bytes. */
function shown(bytes: Uint8Array): string {
  const digits = Buffer.from(bytes.subarray(0, 100)).toString('hex');
  return bytes.length > 100 ? `${digits}… (${bytes.length} B)` : digits;
}
