/** All that the adapter does over TCP it does over TLS. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { connect, type ServeOptions, serve } from '@sansocket/bun';
import { tlsNet } from '@sansocket/engines';
import {
  bareNet,
  type TransportRuntime,
  transportContract,
} from '@sansocket/testkit/transport-contract';
import { bunRuntime } from './helpers/bun-runtime.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const ca = readFileSync(join(fixtures, 'authority.pem'), 'utf8');
const key = readFileSync(join(fixtures, 'localhost-key.pem'), 'utf8');
const cert = readFileSync(join(fixtures, 'localhost-certificate.pem'), 'utf8');
const tls = { key, cert };

const bunTlsRuntime = {
  ...bunRuntime,
  ...bareNet(tlsNet({ ...tls, ca })),
  isSecure: true,
  serve: (options: ServeOptions, onEvent) => serve({ ...options, tls }, onEvent),
  connect(url, options, onEvent) {
    return connect(url.replace('ws:', 'wss:'), { ...options, tls: { ca } }, onEvent);
  },
} satisfies TransportRuntime;

describe('@sansocket/bun over TLS', () => {
  const cases = transportContract(bunTlsRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
