/**
 * Sessions as an HTTP archive with `_webSocketMessages`, as Chrome's DevTools write and read it.
 *
 * @module
 */

import { textOf } from '../fields.ts';
import type { Frame, Head } from '../items.ts';
import type { Redaction } from '../redaction.ts';
import type { Session } from '../session.ts';

/** The file. @param version - Of this program. */
export function harOf(sessions: readonly Session[], redaction: Redaction, version: string): string {
  const log = {
    version: '1.2',
    creator: { name: 'sansocket inspect', version },
    pages: [],
    entries: sessions.map((session) => entryOf(session, redaction)),
  };
  return `${JSON.stringify({ log }, undefined, 1)}\n`;
}

function entryOf({ capture, items }: Session, redaction: Redaction): object {
  const heads = items.filter((item) => item.kind === 'head');
  const request = heads.find(({ way }) => way === 'client');
  const response = heads.filter(({ way }) => way === 'server').at(-1);
  const host = fieldsOf(request, redaction).find(({ name }) => name.toLowerCase() === 'host');
  const firstLine = redaction.line(request?.lines[0] ?? 'GET / HTTP/1.1');
  const [method = '', target = '/'] = firstLine.split(' ');
  const begin = capture.segments[0]?.at ?? 0;
  const url = `ws://${host?.value ?? capture.server ?? 'unknown'}${target}`;
  return {
    startedDateTime: new Date(begin).toISOString(),
    time: (capture.segments.at(-1)?.at ?? begin) - begin,
    _resourceType: 'websocket',
    request: { method, url, ...sidesOf(request, redaction), queryString: [] },
    response: {
      status: Number(response?.lines[0]?.split(' ')[1] ?? 101),
      statusText: response?.lines[0]?.split(' ').slice(2).join(' ') ?? '',
      ...sidesOf(response, redaction),
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
    },
    cache: {},
    timings: { send: -1, wait: -1, receive: -1 },
    _webSocketMessages: items.flatMap((item) =>
      item.kind === 'frame' ? messageOf(item, redaction) : [],
    ),
  };
}

/** What request and response have alike. */
function sidesOf(head: Head | undefined, redaction: Redaction): object {
  const headers = fieldsOf(head, redaction);
  return { httpVersion: 'HTTP/1.1', cookies: [], headers, headersSize: -1, bodySize: -1 };
}

function fieldsOf(
  head: Head | undefined,
  redaction: Redaction,
): readonly { readonly name: string; readonly value: string }[] {
  return (head?.lines.slice(1) ?? []).map((line) => {
    const shown = redaction.line(line);
    const colon = shown.indexOf(':');
    return { name: shown.slice(0, colon), value: shown.slice(colon + 1).trim() };
  });
}

/** A message at its last frame, and each control frame. */
function messageOf({ way, at, header, place, message }: Frame, redaction: Redaction): object[] {
  const type = way === 'client' ? 'send' : 'receive';
  const time = at / 1000;
  if (header.opcode >= 8) {
    const data = redaction.hash(header.payload) ?? Buffer.from(header.payload).toString('latin1');
    return [{ type, time, opcode: header.opcode, data }];
  }
  if (place === undefined || message === undefined) return [];
  const isText = place.kind === 'text';
  const hidden = redaction.hash(message.data);
  const shown = isText ? textOf(message.data) : Buffer.from(message.data).toString('base64');
  return [{ type, time, opcode: isText ? 1 : 2, data: hidden ?? shown }];
}
