/**
 * What every adapter does alike: the same tests for any runtime with functions `serve` and `connect` of
 * these types. The peer that misbehaves is a socket of `node:net`, which each such runtime has. Everything
 * listens on a free port of 127.0.0.1, and nothing sleeps.
 *
 *     import { connect, serve } from '@sansocket/node';
 *     import { describeTransport } from './transport-contract.ts';
 *
 *     describeTransport('@sansocket/node', { connect, serve });
 *
 * @module
 */

import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeBackpressure } from './contract/backpressure.ts';
import { describeEnds } from './contract/ends.ts';
import { describeMessages } from './contract/messages.ts';
import { describeOpening } from './contract/opening.ts';
import { Fixture, type TransportAdapter } from './helpers/fixture.ts';

export function describeTransport(name: string, adapter: TransportAdapter): void {
  describe(name, () => {
    let fixture: Fixture;
    beforeEach(() => {
      fixture = new Fixture(adapter);
    });
    afterEach(() => fixture.tearDown());

    const current = (): Fixture => fixture;
    describeOpening(current);
    describeMessages(current);
    describeBackpressure(current);
    describeEnds(current);
  });
}
