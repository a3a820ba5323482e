/**
 * The candidates of a row, in a runtime.
 *
 * @module
 */

import type { RuntimeName } from '../program/index.ts';
import type { CandidateName, Row } from '../rows/index.ts';

/** Candidates that need native add-ons, which only Node has. */
const native: readonly CandidateName[] = [
  'sansocket+bufferutil',
  'ws+bufferutil',
  'websocket',
  'bufferutil',
];

/** Servers that are part of a runtime. The rows in Node have Bun's: it is the fastest there is. */
const builtIn: Readonly<Record<RuntimeName, CandidateName>> = {
  node: 'bun',
  deno: 'deno',
  bun: 'bun',
};

/** @returns Ours first. */
export function candidatesOf({ subject, against }: Row, runtime: RuntimeName): CandidateName[] {
  const others = against.filter((name) => {
    if (name === 'bun' || name === 'deno') return name === builtIn[runtime];
    return runtime === 'node' || !(native.includes(name) || name === 'portable');
  });
  return [subject, ...others];
}

/** Only V8 reports allocations: there the collector runs only when asked. */
export function takesPart({ measure, subject }: Row, runtime: RuntimeName): boolean {
  if (runtime === 'bun' && measure === 'allocate') return false;
  const isOfNode =
    subject.endsWith('masking') || subject === 'portable' || native.includes(subject);
  return runtime === 'node' || !isOfNode;
}
