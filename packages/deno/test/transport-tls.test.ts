/** All that the adapter does over TCP it does over TLS. @module */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { connect, type ServeOptions, serve } from '@sansocket/deno';
import { holdsOverTls, tlsNet } from '@sansocket/engines';
import {
  bareNet,
  type TransportRuntime,
  transportContract,
} from '@sansocket/testkit/transport-contract';
import { type ConnServeOptions, connRuntime } from './helpers/conn-runtime.ts';
import { denoRuntime } from './helpers/deno-runtime.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const ca = readFileSync(join(fixtures, 'authority.pem'), 'utf8');
const key = readFileSync(join(fixtures, 'localhost-key.pem'), 'utf8');
const cert = readFileSync(join(fixtures, 'localhost-certificate.pem'), 'utf8');
const tls = { key, cert };
const bare = bareNet(tlsNet({ ...tls, ca }));

const denoTlsRuntime = {
  ...denoRuntime,
  ...bare,
  isSecure: true,
  serve: (options: ServeOptions, onEvent) => serve({ ...options, tls }, onEvent),
  connect(url, options, onEvent) {
    return connect(url.replace('ws:', 'wss:'), { ...options, tls: { ca } }, onEvent);
  },
} satisfies TransportRuntime;

const connTlsRuntime = {
  ...connRuntime,
  ...bare,
  isSecure: true,
  serve: (options: ConnServeOptions, onEvent) => connRuntime.serve({ ...options, tls }, onEvent),
  connect(url, options, onEvent) {
    return connRuntime.connect(url.replace('ws:', 'wss:'), { ...options, caCerts: [ca] }, onEvent);
  },
} satisfies TransportRuntime;

describe.each([
  ['serve() and connect()', denoTlsRuntime],
  ['openSocket()', connTlsRuntime],
])('@sansocket/deno over TLS: %s', (_, runtime: TransportRuntime) => {
  const cases = transportContract(runtime).filter(holdsOverTls);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
