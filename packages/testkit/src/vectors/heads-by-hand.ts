/**
 * Heads of the opening handshake for the tables of vectors: a legal one, with changes (RFC 6455 §1.3).
 *
 * @module
 */

import type { Piece } from './vector.ts';

/** The key of RFC 6455 §1.3. */
export const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** The value of Sec-WebSocket-Accept that answers it. */
export const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/**
 * Fields to replace, by name: one line for each value, none for an empty list. Absent names are added at the end.
 */
export type Changes = Readonly<Record<string, string | readonly string[]>>;

/** The changes of a head. */
export interface HeadChanges {
  readonly fields?: Changes;
  readonly firstLine?: string;
  /** Stands instead of the whole head, a character for a byte. */
  readonly text?: string;
}

/** The text of a request that is legal except for the changes. */
export function requestText({ fields = {}, firstLine, text }: HeadChanges): string {
  const legal = {
    Host: 'server.example.com',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': SAMPLE_KEY,
    'Sec-WebSocket-Version': '13',
  };
  return text ?? headText(firstLine ?? 'GET /chat HTTP/1.1', { ...legal, ...fields });
}

/** The text of a response that is legal except for the changes. */
export function responseText({ fields = {}, firstLine, text }: HeadChanges): string {
  const legal = {
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Accept': SAMPLE_ACCEPT,
  };
  return text ?? headText(firstLine ?? 'HTTP/1.1 101 Switching Protocols', { ...legal, ...fields });
}

function headText(firstLine: string, fields: Changes): string {
  const lines = Object.entries(fields).flatMap(([name, values]) => {
    return (typeof values === 'string' ? [values] : values).map((value) => `${name}: ${value}`);
  });
  return [firstLine, ...lines, '', ''].join('\r\n');
}

/** A piece for each line, so that a head can be read; bytes beyond ASCII are digits. */
export function piecesOfText(text: string): Piece[] {
  const runs = text.match(/[\0-\x7f]*?\n|[\0-\x7f]+|[\x80-\xff]+/g) ?? [];
  return runs.map((run) => (run >= '\x80' ? digitsOf(run) : { ascii: run }));
}

function digitsOf(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16)).join('');
}
