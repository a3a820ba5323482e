/**
 * The cases of one chapter of the contract: what an adapter does, and how that is seen.
 *
 * @module
 */

import type { TransportFixture } from './transport-fixture.ts';

/** By what the adapter does, in the present tense. */
export type CaseTable = Readonly<Record<string, (fixture: TransportFixture) => Promise<void>>>;
