/** All that the adapter does over TCP it does over TLS. @module */
import { describe, it } from '@jest/globals';
import { overTls } from '@sansocket/engines';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { bunRuntime } from './helpers/bun-runtime.ts';

describe('@sansocket/bun over TLS', () => {
  const cases = transportContract(overTls(bunRuntime));
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
