import { text } from 'node:stream/consumers';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localhost } from '@sansocket/engines';
import {
  echo,
  maskedFrame,
  sampleRequest,
  TransportFixture,
} from '@sansocket/testkit/transport-contract';
import { connRuntime } from './helpers/conn-runtime.ts';

const { key, cert, ca } = localhost;

describe("openSocket() over Deno's sockets of TLS", () => {
  let fixture: TransportFixture<typeof connRuntime>;
  beforeEach(() => {
    fixture = new TransportFixture(connRuntime);
  });
  afterEach(() => fixture.tearDown());

  it('talks', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } });
    const client = fixture.connect(`wss://localhost:${port}/`, { tls: { ca } });
    await fixture.atClient.next('open');
    client.send('Hello');
    expect((await fixture.atServer.next('message')).data).toBe('Hello');
    client.close(1000);
    expect((await fixture.atClient.next('close')).wasClean).toBe(true);
    expect((await fixture.atServer.next('close')).wasClean).toBe(true);
  });

  it('tells why it does not when the certificate is not trusted', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } });
    fixture.connect(`wss://localhost:${port}/`);
    const close = { endedBy: 'transport', cause: { name: 'InvalidData' } };
    expect(await fixture.atClient.next('close')).toMatchObject(close);
  });

  it('sends what is due after the peer has closed its half', async () => {
    const { port } = await fixture.serve({ tls: { key, cert } }, echo);
    const client = tlsConnect({ port, host: '127.0.0.1', ca });
    client.allowHalfOpen = true;
    client.end(sampleRequest + maskedFrame(1, 'last words'), 'latin1');
    expect((await text(client)).endsWith('last words')).toBe(true);
  });
});
