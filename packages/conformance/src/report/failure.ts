/**
 * A failure in words.
 *
 * @module
 */

import type { Rule } from '../catalogue/index.ts';
import type { SavedBytes, SavedCase } from './saved.ts';

/** The variant that a case is blamed for, and how to say it. */
export interface Failure {
  readonly expected: string;
  readonly actual: string;
  readonly variant: string;
  readonly sent: string;
  readonly rule: Rule | undefined;
}

/** Of a result that is worse than `pass`: its first variant with that verdict. */
export function failureOf({ verdict, variants, strict, rules }: SavedCase): Failure {
  const variant = variants.find((it) => it.verdict === verdict);
  return {
    expected: (variant?.strict ?? strict).join(' or '),
    actual: variant?.actual ?? 'nothing',
    variant: variant?.name ?? '',
    sent: shown(variant?.sent ?? { hex: '', length: 0 }),
    rule: rules[0],
  };
}

/** The bytes after the head of the request, or frames alone, in hex; a request alone as text. */
function shown({ hex, length }: SavedBytes): string {
  const text = Buffer.from(hex, 'hex').toString('latin1');
  const head = text.indexOf('\r\n\r\n') + 4;
  const isRequest = text.includes('\r\n') && (head < 4 || head >= text.length);
  const most = 200;
  const all = isRequest ? JSON.stringify(text).slice(1, -1) : hex.slice(head < 4 ? 0 : head * 2);
  return all.length > most ? `${all.slice(0, most)}… (${length} B)` : all;
}
