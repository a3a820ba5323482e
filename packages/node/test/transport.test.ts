import { describe, expect, it } from '@jest/globals';
import { TransportFixture, transportContract } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './helpers/node-runtime.ts';

describe('@sansocket/node', () => {
  const cases = transportContract(nodeRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());

  it('hands out the error of the stream as the cause of the close event', async () => {
    const fixture = new TransportFixture(nodeRuntime);
    const server = await fixture.serve();
    await server.close();
    fixture.connect(`ws://127.0.0.1:${server.port}/`);
    expect((await fixture.atClient.next('close')).cause).toMatchObject({ code: 'ECONNREFUSED' });
  });
});
