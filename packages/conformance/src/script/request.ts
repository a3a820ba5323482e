/**
 * The request of an opening handshake (RFC 6455 §4.1), and how a case changes it.
 *
 * @module
 */

import { positionBytes } from '@sansocket/testkit/wire';
import type { RequestChange } from '../catalogue/index.ts';
import { headOf } from './head.ts';

/** The parts of the request. */
export interface RequestSetup {
  /** Path and query. */
  readonly path: string;
  /** With its port, unless that is the scheme's. */
  readonly host: string;
  /** Lines of fields that every request has, as they are sent. */
  readonly fields: readonly string[];
  readonly extensions: string | undefined;
  readonly subprotocols: readonly string[];
  /** The values of `{subprotocol}` and `{origin}`. */
  readonly subprotocol?: string | undefined;
  readonly origin?: string | undefined;
}

/** A request as it is sent. */
export interface Request {
  readonly bytes: Uint8Array;
  /** Sec-WebSocket-Key, as the server sees it. */
  readonly key: string;
  /** All of Sec-WebSocket-Extensions and Sec-WebSocket-Protocol, as the server sees them. */
  readonly extensions: string | undefined;
  readonly subprotocols: readonly string[];
  /** Sec-WebSocket-Version. */
  readonly version: string | undefined;
}

/** The bytes of a request. */
export function requestOf(setup: RequestSetup, change: RequestChange = {}): Request {
  const { path, host, extensions, subprotocols } = setup;
  const key = keyOf(change.random ?? 0);
  const usual = [
    'GET {path} HTTP/1.1',
    'Host: {host}',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: {key}',
    'Sec-WebSocket-Version: 13',
    ...(subprotocols.length > 0 ? [`Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`] : []),
    ...(extensions === undefined ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
  ];
  const { subprotocol = '', origin = '' } = setup;
  const filled = { path, host, key, subprotocol, origin };
  const { bytes, values } = headOf(usual, change, filled, setup.fields);
  const offers = values('sec-websocket-extensions');
  return {
    bytes: bytes.slice(0, change.stop),
    key: values('sec-websocket-key')[0] ?? key,
    extensions: offers.length === 0 ? undefined : offers.join(', '),
    subprotocols: values('sec-websocket-protocol').flatMap((it) => it.split(/\s*,\s*/)),
    version: values('sec-websocket-version')[0],
  };
}

/** 16 bytes in base64, other ones for each number. */
function keyOf(number: number): string {
  return Buffer.from(positionBytes(16, number)).toString('base64');
}
