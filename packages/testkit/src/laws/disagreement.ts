/**
 * Known disagreements: cases of laws that an implementation does not agree with. They do not say which side is right: a
 * law can ask for more than the RFC does.
 *
 * @module
 */

import type { LawName } from './law.ts';

/** A case that an implementation is known to disagree with. */
export interface Disagreement {
  readonly law: LawName;
  /** The label of the case. */
  readonly case: string;
  /** Whether only few values show it, so that a run may miss it. Default: false. */
  readonly isRare?: boolean | undefined;
}

/** Whether a case is on a list. */
export function isListed(list: readonly Disagreement[], law: LawName, label: string): boolean {
  return list.some((one) => one.law === law && one.case === label);
}
