/**
 * The drivers of websocket-driver as subjects, over their streams in memory.
 *
 * @module
 */

import type { MakeSubject, Subject, SubjectRequest } from '@sansocket/testkit/laws';
import { expectedAccept } from '@sansocket/testkit/model';
import { concat, serializeHead } from '@sansocket/testkit/wire';
import type { Role } from 'sansocket';
import { client, type Driver, server } from 'websocket-driver';
import { EventOutlet } from './event-outlet.ts';

/**
 * Makes subjects; the longest message is the only limit that a driver has. A client is open from the
 * beginning, since its key cannot be told in advance; one that is asking has a key of its own.
 */
export function websocketDriverSubject(role: Role): MakeSubject {
  return ({ maxMessageBytes } = {}) => {
    const options = maxMessageBytes === undefined ? {} : { maxLength: maxMessageBytes };
    const driver = role === 'server' ? server(options) : client(URL, options);
    const outputs: Uint8Array[] = [];
    driver.io.on('data', (piece: Buffer) => outputs.push(piece));
    if (role === 'server') driver.on('connect', () => driver.start());
    else open(driver, outputs);
    return {
      ...(role === 'client' ? { asking } : {}),
      role,
      answers: true,
      limits: maxMessageBytes === undefined ? {} : { maxMessageBytes },
      ...(role === 'server' ? { opening: REQUEST } : {}),
      ...transportOf(driver, role, outputs),
      ...applicationOf(driver),
    };
  };
}

const URL = 'ws://server.example.com/chat';

// #region asking
/** A client that waits for the answer; it offers no extensions. */
function asking({ subprotocols }: SubjectRequest): Subject {
  const driver = client(URL, { protocols: [...subprotocols] });
  const outputs: Uint8Array[] = [];
  driver.io.on('data', (piece: Buffer) => outputs.push(piece));
  const subject: Subject = { role: 'client', ...transportOf(driver, 'server', outputs) };
  driver.start();
  return subject;
}
// #endregion asking

const REQUEST = serializeHead({
  firstLine: 'GET /chat HTTP/1.1',
  fields: [
    { name: 'Host', value: 'server.example.com' },
    { name: 'Upgrade', value: 'websocket' },
    { name: 'Connection', value: 'Upgrade' },
    { name: 'Sec-WebSocket-Key', value: 'dGhlIHNhbXBsZSBub25jZQ==' },
    { name: 'Sec-WebSocket-Version', value: '13' },
  ],
});

function open(driver: Driver, outputs: Uint8Array[]): void {
  driver.start();
  const request = Buffer.from(concat(...outputs.splice(0))).toString();
  const key = /^Sec-WebSocket-Key: (.*)$/im.exec(request)?.[1] ?? '';
  const response = serializeHead({
    firstLine: 'HTTP/1.1 101 Switching Protocols',
    fields: [
      { name: 'Upgrade', value: 'websocket' },
      { name: 'Connection', value: 'Upgrade' },
      { name: 'Sec-WebSocket-Accept', value: expectedAccept(key) },
    ],
  });
  driver.io.write(Buffer.from(response));
}

function transportOf(
  driver: Driver,
  role: Role,
  outputs: Uint8Array[],
): Pick<Subject, 'receive' | 'takeEvents' | 'takeOutput'> {
  const events = eventsOf(driver);
  return {
    receive: (chunk) => void driver.io.write(Buffer.from(chunk)),
    takeEvents: events.takeEvents,
    takeOutput() {
      const pieces = outputs.splice(0);
      const bytes = concat(...(role === 'client' ? pieces.map(withoutMask) : pieces));
      return { bytes, endings: [] };
    },
  };
}

// #region events
function eventsOf(driver: Driver): EventOutlet {
  const events = new EventOutlet();
  let isFailed = false;
  driver.on('open', () => {
    events.push({ type: 'open', subprotocol: driver.protocol ?? undefined });
  });
  driver.on('message', ({ data }: { data: string | Buffer }) => {
    events.push({ type: 'message', kind: typeof data === 'string' ? 'text' : 'binary', data });
  });
  driver.on('ping', ({ data }: { data: string }) => {
    events.push({ type: 'ping', payload: Buffer.from(data) });
  });
  driver.on('pong', ({ data }: { data: string }) => {
    events.push({ type: 'pong', payload: Buffer.from(data) });
  });
  driver.on('error', () => {
    isFailed = true;
  });
  driver.on('close', ({ code, reason }: { code: number; reason: string }) => {
    if (isFailed) events.push({ type: 'violation', closeCode: code });
    else events.push({ type: 'close-received', code, reason });
  });
  return events;
}
// #endregion events

function applicationOf(driver: Driver): Pick<Subject, 'send' | 'ping' | 'close'> {
  return {
    send(data) {
      if (typeof data === 'string') driver.text(data);
      else driver.binary(Buffer.from(data));
    },
    ping: (payload) => void driver.ping(Buffer.from(payload)),
    close: (code, reason) => void driver.close(reason, code),
  };
}

/**
 * A frame of a client with a key of zeros: its keys come from the engine, so that no two runs would
 * give the same bytes.
 */
function withoutMask(frame: Uint8Array): Uint8Array {
  const start = { 126: 4, 127: 10 }[frame[1]! & 0x7f] ?? 2;
  const key = frame.slice(start, start + 4);
  return frame.map((byte, i) => (i < start ? byte : byte ^ key[(i - start) % 4]!));
}
