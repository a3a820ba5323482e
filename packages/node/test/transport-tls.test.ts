/** All that the adapter does over TCP it does over TLS. @module */
import { describe, it } from '@jest/globals';
import { holdsOverTls } from '@sansocket/engines';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { nodeTlsRuntime } from './helpers/node-tls-runtime.ts';

describe('@sansocket/node over TLS', () => {
  const cases = transportContract(nodeTlsRuntime).filter(holdsOverTls);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
