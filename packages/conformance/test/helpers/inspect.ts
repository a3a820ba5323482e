/** `sansocket inspect`, of files that are written for it. @module */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latin1, serializeFrame, utf8 } from '@sansocket/testkit/wire';
import { type Ended, sansocket } from './sansocket.ts';

/** Where the captures are. */
export const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name);

const folder = mkdtempSync(join(tmpdir(), 'sansocket-inspect-'));
let written = 0;

/** Writes a file, and returns its name. */
export function file(content: string | Uint8Array, name = `capture-${++written}`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs it. */
export function inspect(content: string | Uint8Array, ...args: readonly string[]): Promise<Ended> {
  return sansocket('inspect', file(content), ...args);
}

/** The fields of each frame. */
export type Row = Readonly<Record<string, string | number>>;

/** The rows of `--export json`. */
export async function rowsOf(
  content: string | Uint8Array,
  ...args: readonly string[]
): Promise<readonly Row[]> {
  const { code, out, error } = await inspect(content, '--export', 'json', ...args);
  if (code !== 0) throw new Error(error);
  return rows(out);
}

/** Lines of JSON. */
export function rows(out: string): readonly Row[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** The request and the response of RFC 6455 §1.3, with fields that are added. */
export const request = (more = ''): Uint8Array =>
  latin1(
    `GET /chat HTTP/1.1\r\nHost: 10.0.0.2\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`,
  );
export const response = (more = ''): Uint8Array =>
  latin1(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n${more}\r\n`,
  );

const maskingKey = Uint8Array.of(1, 2, 3, 4);

/** Frames of a client, and of a server. */
export const fromClient = (opcode: number, payload: string | Uint8Array, more = {}): Uint8Array =>
  serializeFrame({ opcode, payload: bytesOf(payload), maskingKey, ...more });
export const fromServer = (opcode: number, payload: string | Uint8Array, more = {}): Uint8Array =>
  serializeFrame({ opcode, payload: bytesOf(payload), ...more });

function bytesOf(payload: string | Uint8Array): Uint8Array {
  return typeof payload === 'string' ? utf8(payload) : payload;
}

/** A record of `sansocket property`, which has any bytes of both directions. */
export function record(...events: readonly (readonly ['out' | 'in', Uint8Array])[]): string {
  const lines = events.map(([dir, bytes]) => ({ dir, hex: Buffer.from(bytes).toString('hex') }));
  return [{ tool: 'sansocket' }, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** A record of an open connection. */
export function opened(...events: readonly (readonly ['out' | 'in', Uint8Array])[]): string {
  return record(['out', request()], ['in', response()], ...events);
}
