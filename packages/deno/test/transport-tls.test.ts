/** All that the adapter does over TCP it does over TLS. @module */
import { describe, it } from '@jest/globals';
import { holdsOverTls, overTls } from '@sansocket/engines';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { connRuntime } from './helpers/conn-runtime.ts';
import { denoRuntime } from './helpers/deno-runtime.ts';

describe.each([
  ['serve() and connect()', overTls(denoRuntime)],
  // A socket of `Deno.listenTls` that is closed before TLS has begun keeps its TCP connection.
  ['openSocket()', { ...overTls(connRuntime), beneath: undefined }],
])('@sansocket/deno over TLS: %s', (_, runtime) => {
  const cases = transportContract(runtime).filter(holdsOverTls);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
