/** All that the adapter does over sockets of its own it does over those of an HTTP server. @module */
import { describe, it } from '@jest/globals';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { attachRuntime, holdsBehindHttp } from './helpers/attach-runtime.ts';

describe('attach()', () => {
  const cases = transportContract(attachRuntime).filter(holdsBehindHttp);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
