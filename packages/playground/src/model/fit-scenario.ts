/**
 * Cuts scenarios that were pasted, dropped or linked to the size of the page.
 *
 * @module
 */

import { parseCut } from './cut.ts';
import { formatInput, MAX_BYTES, parseInput } from './input-text.ts';
import type { Scenario } from './scenario.ts';

/** A scenario, and a note on the omitted part. */
export interface Fitted {
  readonly scenario: Scenario;
  /** One sentence; `undefined` when everything fits. */
  readonly dropped: string | undefined;
}

/** Remarks and blanks may take up more than the bytes, but not without end: a link carries them. */
const MAX_LETTERS = 8 * MAX_BYTES;

/**
 * Leaves the first bytes.
 *
 * @param dropped - Bytes that were left out before.
 */
export function fitScenario(scenario: Scenario, dropped = 0): Fitted {
  const { format, input } = scenario;
  const parsed = parseInput(format, input);
  if ('mistake' in parsed) {
    const kept = input.slice(0, MAX_LETTERS);
    const sentence = `${input.length} letters came, ${MAX_LETTERS} fit here: the others were dropped`;
    return {
      scenario: { ...scenario, input: kept, cut: shortCut(scenario.cut, MAX_BYTES) },
      dropped: kept.length < input.length ? sentence : undefined,
    };
  }
  const { length } = parsed.bytes;
  const isShort = parsed.dropped === 0 && input.length <= MAX_LETTERS;
  return {
    scenario: {
      ...scenario,
      input: isShort ? input : formatInput(format, parsed.bytes),
      cut: shortCut(scenario.cut, length),
    },
    dropped: sentenceOf(length, parsed.dropped + dropped, isShort),
  };
}

function sentenceOf(kept: number, dropped: number, isShort: boolean): string | undefined {
  if (dropped === 0) {
    return isShort ? undefined : `More than ${MAX_LETTERS} letters came: remarks were dropped`;
  }
  return `${kept + dropped} bytes came, ${MAX_BYTES} fit here: the last ${dropped} were dropped`;
}

/** The same cut without positions that are repeated or lie after the bytes. */
function shortCut(cut: string, length: number): string {
  if (cut.length <= MAX_LETTERS) return cut;
  const parsed = parseCut(cut, length);
  return 'ends' in parsed ? `@${parsed.ends.slice(0, -1).join(',')}` : 'whole';
}
