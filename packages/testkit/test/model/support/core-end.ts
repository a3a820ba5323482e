/**
 * One end of an open connection, as core makes it: fed chunks, and what it gives in the words of the
 * model.
 *
 * @module
 */

import {
  type DueFrame,
  expectedAccept,
  judgeFrames,
  type ModelEvent,
  type ModelRole,
  type ModelViolation,
} from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import {
  ClientConnection,
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type Fields,
  ServerConnection,
} from 'sansocket';
import { createRequest } from 'sansocket/handshake';

/** What core made of the bytes, and of the end of the stream behind them. */
export interface Told {
  readonly events: readonly ModelEvent[];
  readonly violation: Violation | undefined;
  readonly due: readonly DueFrame[];
  readonly close: { readonly code: number; readonly reason: string; readonly isClean: boolean };
}

/** The rule by its name, whichever end of the comparison it comes from. */
type Violation = Omit<ModelViolation, 'rule'> & { readonly rule: string };

/** How the end is set up, besides its role. */
export interface EndOptions extends ConnectionOptions {
  /** Whether its own Close frame is out before anything comes. Default: false. */
  readonly closeSent?: boolean;
}

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
/** What answers a key of 16 zeros. */
const ZERO_ACCEPT = expectedAccept('AAAAAAAAAAAAAAAAAAAAAA==');

/** An open connection that has nothing to say. */
export function openEnd(role: ModelRole, { closeSent, ...options }: EndOptions = {}): Connection {
  const its = { frames: true, fillRandom: fillWithZeros, ...options };
  const connection = role === 'server' ? openServer(its) : openClient(its);
  if (closeSent === true) connection.close(1000, '', 0);
  for (let output; (output = connection.nextOutput()) !== undefined; ) {
    if (output.type === 'write') connection.outputSent(output.bytes.length, 0);
  }
  return connection;
}

/**
 * Feeds chunks, takes all that comes of each, and ends the stream.
 *
 * @returns With offsets from the first byte that was fed.
 */
export function tell(connection: Connection, chunks: readonly Uint8Array[]): Told {
  const events: ConnectionEvent[] = [];
  const written: Uint8Array[] = [];
  const takeAll = (): void => {
    for (let event; (event = connection.nextEvent()) !== undefined; ) events.push(event);
    for (let output; (output = connection.nextOutput()) !== undefined; ) {
      if (output.type === 'write') {
        written.push(output.bytes);
        connection.outputSent(output.bytes.length, 0);
      }
    }
  };
  for (const chunk of chunks) {
    connection.receive(chunk.slice(), 0);
    takeAll();
  }
  connection.receiveEnd(0);
  takeAll();
  const close = events.find((event) => event.type === 'close')!;
  const violation = events.find((event) => event.type === 'violation');
  return {
    events: events.flatMap(modelEvents),
    violation: violation && violationOf(violation),
    due: dueIn(concat(...written), connection.role),
    close: { code: close.code, reason: close.reason, isClean: close.wasClean },
  };
}

/** The event in the words of the model, if it has some for it. */
export function modelEvents(event: ConnectionEvent): readonly ModelEvent[] {
  switch (event.type) {
    case 'frame': {
      const { type, direction, header, offset } = event;
      return direction === 'received' ? [{ type, header, offset }] : [];
    }
    case 'message':
    case 'ping':
    case 'close-received':
      return [event];
    case 'pong':
      return [{ type: 'pong', payload: event.payload }];
    default:
      return [];
  }
}

function violationOf(event: ConnectionEvent & { readonly type: 'violation' }): Violation {
  const { rule, closeCode, offset } = event;
  return { rule, closeCode, offset };
}

/** The control frames that were sent; the model of the other end is content with all of them. */
function dueIn(written: Uint8Array, role: ModelRole): readonly DueFrame[] {
  const peer = role === 'server' ? 'client' : 'server';
  const { events, violation } = judgeFrames(written, { role: peer });
  if (violation !== undefined) throw new Error(`Sent what breaks ${violation.rule}`);
  return events.flatMap((event): DueFrame[] => {
    if (event.type === 'pong') return [{ opcode: 10, payload: event.payload }];
    if (event.type !== 'close-received') return [];
    const { code } = event;
    return [{ opcode: 8, payload: Uint8Array.from(code === 1005 ? [] : [code >> 8, code]) }];
  });
}

function openServer(options: ConnectionOptions): Connection {
  const offer = extensionsField(options);
  const fields: Fields = [
    ['Host', 'server.example.com'],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', KEY],
    ['Sec-WebSocket-Version', '13'],
    ...offer,
  ];
  const request = { method: 'GET', target: '/', fields };
  const connection = ServerConnection.fromRequest(request, options, 0);
  connection.nextEvent();
  connection.accept({}, 0);
  connection.nextEvent();
  return connection;
}

function openClient(options: ConnectionOptions): Connection {
  const key = new Uint8Array(16);
  const extensions = (options.extensions ?? []).map(({ name }) => ({ name, parameters: [] }));
  const request = createRequest('ws://server.example.com/', { key, extensions });
  const fields: Fields = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', ZERO_ACCEPT],
    ...extensionsField(options),
  ];
  const response = { status: 101, reason: '', httpVersion: '1.1', fields };
  const connection = ClientConnection.fromResponse(request, response, options, 0);
  connection.nextEvent();
  return connection;
}

function extensionsField({ extensions = [] }: ConnectionOptions): Fields {
  const names = extensions.map(({ name }) => name).join();
  return names === '' ? [] : [['Sec-WebSocket-Extensions', names]];
}

function fillWithZeros(bytes: Uint8Array): void {
  bytes.fill(0);
}
