/**
 * Adapters in the form that the contract of a transport needs, with TLS beneath all of it.
 *
 * @module
 */

import { bareNet, type TransportRuntime } from '@sansocket/testkit/transport-contract';
import { localhost } from './certificate.ts';
import { tlsNet } from './tls-net.ts';

/** @param runtime - Takes `tls` in the options of `serve` and `connect`, and a wss URL. */
export function overTls(runtime: TransportRuntime): TransportRuntime {
  const { key, cert, ca } = localhost;
  return {
    ...runtime,
    ...bareNet(tlsNet(localhost)),
    isSecure: true,
    beneath: runtime,
    serve(options, onEvent) {
      const secure = { ...options, tls: { key, cert } };
      return runtime.serve(secure, onEvent);
    },
    connect(url, options, onEvent) {
      const secure = { ...options, tls: { ca } };
      return runtime.connect(url.replace('ws:', 'wss:'), secure, onEvent);
    },
    open:
      runtime.open === undefined
        ? undefined
        : (url, options) => {
            const secure = { ...options, tls: { ca } };
            return runtime.open!(url.replace('ws:', 'wss:'), secure);
          },
  };
}
