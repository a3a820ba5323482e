/**
 * Known disagreements: cases of laws that an implementation does not agree with. Who is right is not
 * said: a law can ask for more than the RFC does.
 *
 * @module
 */

import type { LawName } from './law.ts';

/** One case that an implementation is known to disagree with. */
export interface Disagreement {
  readonly law: LawName;
  /** The label of the case. */
  readonly case: string;
  /** Whether few values show it, so that it may stay unseen. Default: false. */
  readonly isRare?: boolean | undefined;
}

/** Whether a case is on a list. */
export function isListed(list: readonly Disagreement[], law: LawName, label: string): boolean {
  return list.some((one) => one.law === law && one.case === label);
}
