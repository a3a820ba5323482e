/**
 * Node as the contract of a transport wants it, with TLS beneath all of it.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tlsNet } from '@sansocket/engines';
import { connect, type ServeOptions, serve } from '@sansocket/node';
import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';
import { nodeRuntime } from './node-runtime.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const key = readFileSync(join(fixtures, 'localhost-key.pem'), 'utf8');
const cert = readFileSync(join(fixtures, 'localhost-certificate.pem'), 'utf8');

export const nodeTlsRuntime = {
  ...nodeRuntime,
  ...bareNet(tlsNet({ key, cert, ca: cert })),
  isSecure: true,
  serve: (options: ServeOptions, onEvent) => serve({ ...options, tls: { key, cert } }, onEvent),
  connect(url, options, onEvent) {
    return connect(url.replace('ws:', 'wss:'), { ...options, tls: { ca: cert } }, onEvent);
  },
} satisfies TransportRuntime;
