import { describe, expect, it } from '@jest/globals';
import {
  TransportFixture,
  type TransportRuntime,
  transportContract,
} from '@sansocket/testkit/transport-contract';
import { connRuntime } from './helpers/conn-runtime.ts';
import { denoRuntime } from './helpers/deno-runtime.ts';

describe('@sansocket/deno: serve() and connect()', () => {
  const cases = transportContract(denoRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});

describe('@sansocket/deno: openSocket()', () => {
  const cases = transportContract(connRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});

describe('The close event', () => {
  it.each<[string, TransportRuntime, object]>([
    ['a stream', denoRuntime, { code: 'ECONNREFUSED' }],
    ['a socket of Deno', connRuntime, { name: 'ConnectionRefused' }],
  ])('has the error of %s as its cause', async (_, runtime, cause) => {
    const fixture = new TransportFixture(runtime);
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    expect((await fixture.atClient.next('close')).cause).toMatchObject(cause);
  });
});
