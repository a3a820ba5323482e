/**
 * The request of an opening handshake (RFC 6455 §4.1), and how a case changes it.
 *
 * @module
 */

import { concat, hex, latin1, positionBytes } from '@sansocket/testkit/wire';
import type { RequestChange } from '../catalogue/index.ts';

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
    'Host: {host}',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: {key}',
    'Sec-WebSocket-Version: 13',
    ...(subprotocols.length > 0 ? [`Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`] : []),
    ...(extensions === undefined ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
  ];
  const without = (change.without ?? []).map((name) => name.toLowerCase());
  const isKept = (it: string): boolean => !without.includes(nameOf(it));
  const more = Array.from({ length: change.fields ?? 0 }, (_, i) => `X-Field-${i}: value ${i}`);
  const { line = 'GET {path} HTTP/1.1', before = '', eol = '\r\n' } = change;
  const { subprotocol = '', origin = '' } = setup;
  const fill = (it: string): string => filled(it, { path, host, key, subprotocol, origin });
  const fields = [
    ...usual.filter(isKept).map(fill),
    ...setup.fields.filter(isKept),
    ...(change.with ?? []).map(fill),
    ...more,
  ];
  const text = [fill(line), ...fields, '', ''].join(eol);
  const values = (name: string): readonly string[] =>
    fields.filter((it) => nameOf(it) === name).map((it) => it.slice(it.indexOf(':') + 1).trim());
  const offers = values('sec-websocket-extensions');
  return {
    bytes: concat(latin1(before + text), hex(change.body ?? '')).slice(0, change.stop),
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

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).trim().toLowerCase();
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
    .replace(/\{long:(\d+)\}/g, (_, length: string) => 'a'.repeat(Number(length)))
    .replace(/\{times:(\d+):([^}]*)\}/g, (_, n: string, it: string) => it.repeat(Number(n)));
}
