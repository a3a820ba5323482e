/**
 * Reads a file with traffic: its first bytes tell the format.
 *
 * @module
 */

import { Mistake } from '@sansocket/command-line';
import { beginOf, type Capture, type CaptureFile } from '../capture.ts';
import { fileOf, readDigits } from './digits.ts';
import { isHar, readHar } from './har.ts';
import { isJsonLines, readJsonLines } from './json-lines.ts';
import { isPcap, packetsOf } from './pcap.ts';
import { tcpStreams } from './tcp-streams.ts';

/** @throws Mistake for a file without traffic that can be read. */
export function readCapture(file: Uint8Array): CaptureFile {
  if (isPcap(file)) return readPackets(file);
  const text = textOf(file);
  if (text === undefined) return fileOf('bytes', file);
  if (isJsonLines(text)) return readJsonLines(text);
  if (text.trimStart().startsWith('{')) {
    const value = parsed(text);
    if (isHar(value)) return readHar(value);
    throw new Mistake('The JSON is neither a record of Sansocket nor HAR');
  }
  if (/^(GET \S|HTTP\/1\.)/.test(text)) return fileOf('bytes', file);
  const digits = readDigits(text);
  if (digits !== undefined) return digits;
  throw new Mistake(
    'The file is none of these: pcap, pcapng, HAR, a record, hexadecimal digits, base64',
  );
}

function readPackets(file: Uint8Array): CaptureFile {
  const packets = packetsOf(file);
  const streams = tcpStreams(packets);
  const captures = streams.filter(isWebSocket);
  if (captures.length === 0) {
    throw new Mistake(
      `The file has ${packets.length} packets and ${streams.length} connections of TCP, and none that begins with the opening handshake of a WebSocket in plain text`,
    );
  }
  const others = streams.length - captures.length;
  return {
    format: `packets, ${packets.length}`,
    captures,
    notes: others === 0 ? [] : [`${others} other connections of TCP are left out`],
  };
}

/** Whether a connection begins with an opening handshake, or the end of one. */
function isWebSocket({ segments }: Capture): boolean {
  const request = beginOf(segments, 'client', 8192);
  const response = beginOf(segments, 'server', 16);
  return /\r\nupgrade:[ \t]*websocket/i.test(request) || /^HTTP\/1\.\d 101/.test(response);
}

/** @returns `undefined` for bytes that are not UTF-8, or have control characters. */
function textOf(file: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    return /[^\P{Cc}\n\r\t]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Mistake('The file begins as JSON, and is none');
  }
}
