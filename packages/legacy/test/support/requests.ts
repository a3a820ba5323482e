/**
 * The bytes of the Hixie handshakes.
 *
 * @module
 */

import { bytesOf } from '../../../core/test/handshake/heads.ts';
import { concat } from '../../../core/test/support/bytes.ts';
import type { Challenge } from './challenges.ts';

/** A head of these lines. */
export function headOf(...lines: readonly string[]): Uint8Array {
  return bytesOf(`${lines.join('\r\n')}\r\n\r\n`);
}

/** A request of hixie-76 with the keys. */
export function request76(
  { key1, key2, key3 }: Pick<Challenge, 'key1' | 'key2' | 'key3'>,
  ...more: readonly string[]
): Uint8Array {
  const head = headOf(
    'GET /demo HTTP/1.1',
    'Host: example.com',
    'Connection: Upgrade',
    `Sec-WebSocket-Key2: ${key2}`,
    'Upgrade: WebSocket',
    `Sec-WebSocket-Key1: ${key1}`,
    'Origin: http://example.com',
    ...more,
  );
  return concat(head, key3);
}

/** A request of hixie-75. */
export function request75(...more: readonly string[]): Uint8Array {
  return headOf(
    'GET /demo HTTP/1.1',
    'Upgrade: WebSocket',
    'Connection: Upgrade',
    'Host: example.com',
    'Origin: http://example.com',
    ...more,
  );
}

/** A request of HyBi-7 or HyBi-8. */
export function requestHybi(version: number, ...more: readonly string[]): Uint8Array {
  return headOf(
    'GET /chat HTTP/1.1',
    'Host: server.example.com',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Version: ${version}`,
    ...more,
  );
}
