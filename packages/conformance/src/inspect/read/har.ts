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
  readonly type?: unknown;
  readonly time?: unknown;
  readonly opcode?: unknown;
  readonly data?: unknown;
}

interface HarField {
  readonly name?: unknown;
  readonly value?: unknown;
}

interface HarEntry {
  readonly request?: { readonly url?: unknown; readonly headers?: readonly HarField[] };
  readonly response?: { readonly status?: unknown; readonly headers?: readonly HarField[] };
  readonly _webSocketMessages?: readonly HarMessage[];
}

/** Whether a value is an archive. */
export function isHar(value: unknown): value is { readonly log: { readonly entries: unknown } } {
  return typeof value === 'object' && value !== null && 'log' in value;
}

/** @throws Mistake when no entry has messages. */
export function readHar(archive: { readonly log: { readonly entries: unknown } }): CaptureFile {
  const { entries } = archive.log;
  const all = Array.isArray(entries) ? (entries as readonly HarEntry[]) : [];
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
  const messages = entry._webSocketMessages ?? [];
  const begin = Number(messages[0]?.time ?? 0) * 1000;
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
    notes: [],
  };
}

/** Fields of HTTP/2 are left out. */
function headOf(firstLine: string, headers: readonly HarField[] = []): Uint8Array {
  const fields = headers
    .map(({ name, value }) => ({ name: textOf(name), value: textOf(value) }))
    .filter(({ name }) => !name.startsWith(':'));
  return serializeHead({ firstLine, fields });
}

const BINARY = 2;
/** A key that changes nothing: the real one is not known. */
const NO_KEY = new Uint8Array(4);

function segmentOf({ type, time, opcode: its, data }: HarMessage): Segment {
  const opcode = Number(its) & 0x0f;
  const way = type === 'send' ? 'client' : 'server';
  const text = textOf(data);
  const payload =
    opcode === BINARY ? Uint8Array.from(Buffer.from(text, 'base64')) : payloadOf(opcode, text);
  return {
    way,
    at: Number(time ?? 0) * 1000,
    bytes: serializeFrame({ opcode, payload, maskingKey: way === 'client' ? NO_KEY : undefined }),
  };
}

/** The payload of a control frame has a character for each byte. */
function payloadOf(opcode: number, text: string): Uint8Array {
  return opcode < 8 ? utf8(text) : latin1(text);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
