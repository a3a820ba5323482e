/**
 * What every adapter does alike, as cases that need no test runner: each throws when the adapter does
 * something else. A case that waits for what does not come never ends; a runner's timeout is enough.
 *
 * @module
 */

import { backpressureCases } from './backpressure-cases.ts';
import { endCases } from './end-cases.ts';
import { earlyEndMatrix, endMatrix, heldUpMatrix } from './end-matrix.ts';
import { earlyFairnessCases, fairnessCases } from './fairness-cases.ts';
import { messageCases } from './message-cases.ts';
import { openingCases, slowRequestCases } from './opening-cases.ts';
import type { TransportRuntime } from './runtime.ts';
import type { CaseTable } from './transport-case.ts';
import { TransportFixture } from './transport-fixture.ts';

/** One thing that an adapter does. */
export interface TransportCase {
  /** Its chapter and what the adapter does, such as `opening handshake: opens both ends`. */
  readonly name: string;
  /** Whether it may run beside others: it leaves the process to them, and is right however long it takes. */
  readonly isPatient: boolean;
  /** Resolves when the adapter does it; everything that was opened is closed then. */
  readonly run: () => Promise<void>;
}

interface Chapter {
  readonly name: string;
  readonly table: CaseTable;
  readonly isPatient?: true;
  /** What comes while TLS is not done yet is none of the connection's. */
  readonly isPlain?: true;
}

const chapters: readonly Chapter[] = [
  { name: 'opening handshake', table: openingCases },
  { name: 'opening handshake', table: slowRequestCases, isPlain: true },
  { name: 'messages', table: messageCases },
  { name: 'backpressure', table: backpressureCases },
  { name: 'ends', table: endCases },
  { name: 'ends once', table: endMatrix, isPatient: true },
  { name: 'ends once', table: earlyEndMatrix, isPlain: true },
  { name: 'ends once', table: heldUpMatrix },
  { name: 'fairness', table: fairnessCases },
  { name: 'fairness', table: earlyFairnessCases, isPlain: true },
];

/**
 * The cases, to be run one after the other, or those that are patient side by side: each listens on a port of its
 * own, and nothing sleeps.
 *
 * @example
 * ```ts
 * import { type TransportRuntime, transportContract } from '@sansocket/testkit/transport-contract';
 *
 * export async function tryAdapter(runtime: TransportRuntime): Promise<void> {
 *   for (const { name, run } of transportContract(runtime)) {
 *     await run();
 *     console.log(name);
 *   }
 * }
 * ```
 */
export function transportContract(runtime: TransportRuntime): TransportCase[] {
  const isSecure = runtime.isSecure === true;
  return chapters
    .filter(({ isPlain = false }) => !(isPlain && isSecure))
    .flatMap(({ name: chapter, table, isPatient = false }) => {
      return Object.entries(table).map(([what, body]) => ({
        name: `${chapter}: ${what}`,
        isPatient,
        async run() {
          const fixture = new TransportFixture(runtime);
          try {
            await body(fixture);
          } finally {
            await fixture.tearDown();
          }
        },
      }));
    });
}
