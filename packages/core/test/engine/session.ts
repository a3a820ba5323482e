/**
 * Whole sessions of a client and a server as lines of text, in ECMAScript alone: it runs in the engine of
 * the tests, and bundled with core in one that has nothing else.
 *
 * @module
 */

import {
  ClientConnection,
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  ServerConnection,
} from 'sansocket';
import { concat, hex, pattern } from '../support/bytes.ts';
import { countingRandom } from '../support/entropy.ts';
import { runLengths } from '../support/toy-extensions.ts';

/** Of every length in UTF-8, around the borders of its forms, with a byte order mark and a line of each. */
const TEXTS = [
  '',
  'plain ASCII that is longer than what is decoded by hand',
  '\u{feff}mark\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\u{10000}\u{10ffff}',
  'Grüße, κόσμε, こんにちは, 🌍👩‍👩‍👧',
  `${'ä€𝄞'.repeat(3000)}!`,
];

class End {
  readonly lines: string[] = [];
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  takeEvents(): void {
    for (let event; (event = this.connection.nextEvent()) !== undefined; ) {
      this.lines.push(lineOf(event));
      if (event.type === 'handshake-request' && this.connection instanceof ServerConnection) {
        this.connection.accept({}, 0);
      }
    }
  }

  /** Carries the output to the peer, in chunks of `size` bytes. */
  carryTo(peer: End, size: number): boolean {
    this.takeEvents();
    let carried = false;
    for (let output; (output = this.connection.nextOutput()) !== undefined; carried = true) {
      this.lines.push(output.type === 'write' ? `write ${textOf(output.bytes)}` : output.type);
      if (output.type === 'end') peer.connection.receiveEnd(0);
      if (output.type !== 'write') continue;
      this.connection.outputSent(output.bytes.length, 0);
      for (let at = 0; at < output.bytes.length; at += size) {
        peer.connection.receive(output.bytes.subarray(at, at + size), 0);
        peer.takeEvents();
      }
    }
    return carried;
  }
}

/** @returns What both ends saw and wrote, line by line. */
export function runSessions(): string[] {
  return [
    ...session({}, 2 ** 20, 65_536),
    ...session(
      { messages: 'parts', frames: true, limits: { maxFragmentBytes: 5000 } },
      70_000,
      1460,
    ),
    ...session({ extensions: [runLengths()], text: 'bytes' }, 70_000, 4093),
    ...refusals(),
  ];
}

/** @returns What a client without a source of entropy throws. */
export function connectWithoutEntropy(): string {
  try {
    new ClientConnection('ws://example.com/', {}, 0);
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

/** @param size - Of the binary messages, in bytes. */
function session(options: ConnectionOptions, size: number, chunkSize: number): string[] {
  const fillRandom = countingRandom();
  const url = 'ws://bücher.example/süß?q=€';
  const credentials = { username: 'José', password: '𝄞' };
  const clientOptions = { ...options, fillRandom, subprotocols: ['chat'], credentials };
  const client = new End(new ClientConnection(url, clientOptions, 0));
  const server = new End(new ServerConnection({ ...options, subprotocols: ['chat'] }, 0));
  const settle = (): void => {
    while (client.carryTo(server, chunkSize) || server.carryTo(client, chunkSize));
  };
  settle();
  for (const [from, to] of [
    [client, server],
    [server, client],
  ] as const) {
    for (const text of TEXTS) from.connection.send(text);
    from.connection.send('cut: \ud83c', { fin: false });
    from.connection.send('\udf0d, lone: \ud800.');
    from.connection.send(pattern(size));
    from.connection.ping(Uint8Array.of(1, 2, 3), 0);
    while (from.carryTo(to, chunkSize));
    settle();
  }
  client.connection.close(4000, 'auf Wiedersehen, さようなら', 0);
  settle();
  return [...client.lines, ...server.lines];
}

/** Bytes that are refused, by a client and by a server. */
function refusals(): string[] {
  const frames = ['81 03 61 ed a0', '88 04 03 e8 c3 28', '81 02 e2 82', '83 00', '82 7e 00 05'];
  return frames.flatMap((digits) => {
    const end = new End(new ServerConnection({}, 0));
    const client = new End(
      new ClientConnection('ws://example.com/', { fillRandom: countingRandom() }, 0),
    );
    client.carryTo(end, 100);
    end.carryTo(client, 100);
    client.connection.receive(hex(digits), 0);
    client.takeEvents();
    end.connection.receive(concat(hex('81 80'), hex('00 00 00 00'), hex(digits)), 0);
    end.takeEvents();
    client.carryTo(end, 100);
    return [...client.lines, ...end.lines];
  });
}

function lineOf(event: ConnectionEvent): string {
  return JSON.stringify(event, (_, value: unknown) =>
    value instanceof Uint8Array ? textOf(value) : value,
  );
}

/** One character for each byte; there are megabytes of them. */
function textOf(bytes: Uint8Array): string {
  const blocks: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096) {
    blocks.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  }
  return blocks.join('');
}
