import { describe, expect, it } from '@jest/globals';
import { TransportFixture, transportContract } from '@sansocket/testkit/transport-contract';
import { denoRuntime } from './helpers/deno-runtime.ts';

describe('@sansocket/deno', () => {
  it.each(transportContract(denoRuntime))('$name', ({ run }) => run());

  it('hands out the error of Deno as the cause of the close event', async () => {
    const fixture = new TransportFixture(denoRuntime);
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    expect((await fixture.atClient.next('close')).cause).toMatchObject({
      name: 'ConnectionRefused',
    });
  });
});
