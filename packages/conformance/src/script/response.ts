/**
 * The response of an opening handshake (RFC 6455 §4.2.2), and how a case changes it.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import { positionBytes } from '@sansocket/testkit/wire';
import type { ResponseChange } from '../catalogue/index.ts';
import { headOf } from './head.ts';

/** The parts of the response. */
export interface ResponseSetup {
  /** Sec-WebSocket-Key of the request. */
  readonly key: string;
  /** The first subprotocol that the client offers. The usual response chooses it. */
  readonly offered: string | undefined;
  readonly extensions: string | undefined;
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The bytes of a response: all of them, whatever part of them is sent. */
export function responseOf(setup: ResponseSetup, change: ResponseChange = {}): Uint8Array {
  const { key, offered, extensions } = setup;
  const accept = digestOf(key + GUID).toString('base64');
  const otherKey = Buffer.from(positionBytes(16, 1)).toString('base64');
  const usual = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Accept: {accept}',
    ...(offered === undefined ? [] : ['Sec-WebSocket-Protocol: {offered}']),
    ...(extensions === undefined ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
  ];
  return headOf(usual, change, {
    key,
    accept,
    'accept:other': digestOf(otherKey + GUID).toString('base64'),
    'accept:bare': digestOf(key).toString('base64'),
    'accept:hex': digestOf(key + GUID).toString('hex'),
    'accept:swapped': swapped(accept),
    offered: offered ?? '',
    'offered:swapped': swapped(offered ?? ''),
  }).bytes;
}

function digestOf(text: string): Buffer {
  return createHash('sha1').update(text, 'latin1').digest();
}

/** Small letters for capital ones, and the other way round. */
function swapped(text: string): string {
  return text.replace(/[a-z]/gi, (it) => (it < 'a' ? it.toLowerCase() : it.toUpperCase()));
}
