/**
 * The cases of one chapter of the contract: the behaviour of an adapter, and its check.
 *
 * @module
 */

import type { TransportFixture } from './transport-fixture.ts';

/** Indexed by the adapter's behaviour, in the present tense. */
export type CaseTable = Readonly<Record<string, (fixture: TransportFixture) => Promise<void>>>;
