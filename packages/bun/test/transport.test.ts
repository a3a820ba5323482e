import { describe, expect, it } from '@jest/globals';
import { TransportFixture, transportContract } from '@sansocket/testkit/transport-contract';
import { bunRuntime } from './helpers/bun-runtime.ts';

describe('@sansocket/bun', () => {
  const cases = transportContract(bunRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());

  it('hands out the error of Bun as the cause of the close event', async () => {
    const fixture = new TransportFixture(bunRuntime);
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    expect((await fixture.atClient.next('close')).cause).toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
