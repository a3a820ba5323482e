/**
 * HTTP archives with `_webSocketMessages`, as Chrome's DevTools, Playwright and mitmproxy write them. They have
 * messages, so the frames are made here: one for each, not compressed.
 *
 *     "_webSocketMessages": [{ "type": "send", "time": 1700000000.5, "opcode": 1, "data": "Hello" }]
 *
 * The data of a binary message is in base64.
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import { latin1, serializeFrame, serializeHead, utf8 } from '@sansocket/testkit/wire';
import type { Capture, CaptureFile, Segment } from '../capture.ts';

interface HarMessage {
  readonly type: 'send' | 'receive';
  /** In seconds. */
  readonly time?: number;
  readonly opcode: number;
  readonly data?: unknown;
}

interface HarField {
  readonly name?: unknown;
  readonly value?: unknown;
}

interface HarEntry {
  readonly request?: { readonly url?: unknown; readonly headers?: unknown } | null;
  readonly response?: { readonly headers?: unknown } | null;
  readonly _webSocketMessages?: unknown;
}

/** Whether a value is an archive. */
export function isHar(value: unknown): value is { readonly log: { readonly entries: unknown } } {
  return typeof value === 'object' && value !== null && 'log' in value;
}

/** @throws Mistake when no entry has messages. */
export function readHar(archive: { readonly log: { readonly entries: unknown } }): CaptureFile {
  const { entries } = archive.log;
  const all: readonly HarEntry[] = listOf(entries);
  const sockets = all.filter((entry) => Array.isArray(entry._webSocketMessages));
  if (sockets.length === 0) {
    throw new Mistake(`The HAR file has ${all.length} entries, and none with _webSocketMessages`);
  }
  return {
    format: 'HAR',
    captures: sockets.map(captureOf),
    notes: ['HAR has messages: fragments, compression and masking keys are not known'],
  };
}

function captureOf(entry: HarEntry, stream: number): Capture {
  const given = entry._webSocketMessages as readonly unknown[];
  const messages = listOf(given).filter(isMessage);
  const missing = given.length - messages.length;
  const begin = timeOf(messages[0]);
  const url = textOf(entry.request?.url);
  const { host, pathname, search } = URL.canParse(url) ? new URL(url) : new URL('ws://unknown/');
  const heads: readonly Segment[] = [
    {
      way: 'client',
      at: begin,
      bytes: headOf(`GET ${pathname}${search} HTTP/1.1`, entry.request?.headers),
    },
    {
      way: 'server',
      at: begin,
      bytes: headOf('HTTP/1.1 101 Switching Protocols', entry.response?.headers),
    },
  ];
  return {
    stream,
    server: host,
    segments: [...heads, ...messages.map(segmentOf)],
    endings: [],
    isMade: true,
    notes:
      missing === 0
        ? []
        : [`${missing} of ${given.length} messages are left out: type, opcode or time is none`],
  };
}

/** Fields of HTTP/2 are left out. */
function headOf(firstLine: string, headers: unknown): Uint8Array {
  const given: readonly HarField[] = listOf(headers);
  const fields = given
    .map(({ name, value }) => ({ name: textOf(name), value: textOf(value) }))
    .filter(({ name }) => !name.startsWith(':'));
  return serializeHead({ firstLine, fields });
}

const BINARY = 2;
/** A key that changes nothing: the real one is not known. */
const NO_KEY = new Uint8Array(4);

function isMessage(value: object): value is HarMessage {
  const { type, time = 0, opcode } = value as Partial<Record<keyof HarMessage, unknown>>;
  const isOpcode = Number.isInteger(opcode) && (opcode as number) >= 0 && (opcode as number) < 16;
  return (type === 'send' || type === 'receive') && isOpcode && Number.isFinite(time);
}

/** In milliseconds. */
function timeOf(message: HarMessage | undefined): number {
  return (message?.time ?? 0) * 1000;
}

function segmentOf(message: HarMessage): Segment {
  const { type, opcode, data } = message;
  const way = type === 'send' ? 'client' : 'server';
  const text = textOf(data);
  const payload =
    opcode === BINARY ? Uint8Array.from(Buffer.from(text, 'base64')) : payloadOf(opcode, text);
  return {
    way,
    at: timeOf(message),
    bytes: serializeFrame({ opcode, payload, maskingKey: way === 'client' ? NO_KEY : undefined }),
  };
}

/** The payload of a control frame has a character for each byte. */
function payloadOf(opcode: number, text: string): Uint8Array {
  return opcode < 8 ? utf8(text) : latin1(text);
}

/** The objects in a list; what is no list has none. */
function listOf(value: unknown): readonly object[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.filter((item): item is object => typeof item === 'object' && item !== null);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
