/**
 * The common behaviour of all adapters, as cases that need no test runner: each throws when the adapter behaves
 * differently. A case that waits for an event that does not come never ends; a runner's timeout is enough.
 *
 * @module
 */

import { applicationCases } from './application-cases.ts';
import { awaitCases } from './await-cases.ts';
import { backpressureCases } from './backpressure-cases.ts';
import { endCases } from './end-cases.ts';
import { earlyEndMatrix, endMatrix, heldUpMatrix } from './end-matrix.ts';
import { earlyFairnessCases, fairnessCases } from './fairness-cases.ts';
import { failingCases, listenerCases } from './listener-cases.ts';
import { messageCases } from './message-cases.ts';
import { openingCases, plainOpeningCases, tlsCases } from './opening-cases.ts';
import { policyCases } from './policy-cases.ts';
import type { TransportRuntime } from './runtime.ts';
import type { CaseTable } from './transport-case.ts';
import { TransportFixture } from './transport-fixture.ts';

/** One behaviour of an adapter. */
export interface TransportCase {
  /** Its chapter and the adapter's behaviour, such as `opening handshake: opens both ends`. */
  readonly name: string;
  /**
   * Whether it may run concurrently with others: it does not block the process, and its result does not depend on time.
   */
  readonly isPatient: boolean;
  /** Resolves when the adapter does it; everything that was opened is closed then. */
  readonly run: () => Promise<void>;
}

interface Chapter {
  readonly name: string;
  readonly table: CaseTable;
  readonly isPatient?: true;
  /** Whether the runtime has what the chapter is about. Default: it has. */
  readonly isFor?: (runtime: TransportRuntime) => boolean;
}

/** Events before the end of the TLS handshake do not concern the connection. */
const isPlain = ({ isSecure = false }: TransportRuntime): boolean => !isSecure;

const chapters: readonly Chapter[] = [
  { name: 'opening handshake', table: openingCases },
  { name: 'opening handshake', table: plainOpeningCases, isFor: isPlain },
  { name: 'opening handshake', table: tlsCases, isFor: ({ beneath }) => beneath !== undefined },
  { name: 'messages', table: messageCases },
  { name: 'sockets', table: applicationCases },
  { name: 'policy', table: policyCases },
  { name: 'waits', table: awaitCases },
  { name: 'listeners', table: failingCases },
  { name: 'listeners', table: listenerCases, isFor: ({ uncaught }) => uncaught !== undefined },
  { name: 'backpressure', table: backpressureCases },
  { name: 'ends', table: endCases },
  { name: 'ends once', table: endMatrix, isPatient: true },
  { name: 'ends once', table: earlyEndMatrix, isFor: isPlain },
  { name: 'ends once', table: heldUpMatrix },
  { name: 'fairness', table: fairnessCases },
  { name: 'fairness', table: earlyFairnessCases, isFor: isPlain },
];

/**
 * The cases, to be run one after the other, or the patient ones concurrently: each listens on a separate port, and
 * nothing sleeps.
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
  return chapters
    .filter(({ isFor }) => isFor?.(runtime) ?? true)
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
