/** All that the adapter does over TCP it does over TLS. @module */
import { describe, it } from '@jest/globals';
import { holdsOverTls, overTls } from '@sansocket/engines';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

describe('@sansocket/node over TLS', () => {
  const cases = transportContract(overTls(nodeRuntime)).filter(holdsOverTls);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
