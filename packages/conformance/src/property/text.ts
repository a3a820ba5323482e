/**
 * The findings of properties, for people.
 *
 * @module
 */

import type { Rule } from '../catalogue/index.ts';
import { failureOf } from '../report/index.ts';
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
  const { case: one, verdict } = result;
  const { expected, actual, sent, rule } = failureOf(result, rules);
  const after = shrinks === 0 ? '' : `, shrunk ${shrinks} times`;
  return [
    `✘ ${property.name}: ${one.title}  ${verdict}, ${one.level}, ${rule?.ref ?? ''}${after}`,
    `    rule      ${rule?.text ?? ''}`,
    `    sent      ${sent}`,
    `    expected  ${expected}`,
    `    actual    ${actual}`,
    `    repeat    ${command} --property ${property.name} --seed ${seed} --path ${path}`,
  ].join('\n');
}
