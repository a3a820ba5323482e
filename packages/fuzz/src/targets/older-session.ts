/**
 * A server of all versions: any request, then the frames of its version (hybi-00 §4, §5).
 *
 *     byte 0   settings: bit 0 a request of hixie-76 has been accepted, bit 1 parts, bit 2 low limits,
 *              bit 3 text as bytes
 *     bytes 1, 2   chunk sizes
 *
 * @module
 */

import { olderVersions } from '@sansocket/legacy';
import { type ConnectionEvent, ServerConnection, type ServerOptions } from 'sansocket';
import { closeWords, frameWords, hixieWords, utf8Words } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { judgeHixie } from './hixie-model.ts';
import { bit, cut, Input } from './input.ts';
import type { Target } from './target.ts';

const request = Uint8Array.from(
  Buffer.from(
    [
      'GET /demo HTTP/1.1',
      'Host: example.com',
      'Connection: Upgrade',
      'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00',
      'Upgrade: WebSocket',
      'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5',
      'Origin: http://example.com',
      '\r\n^n:ds[4U',
    ].join('\r\n'),
  ),
);

const LOW = { maxFrameBytes: 130, maxMessageBytes: 20, maxHandshakeBytes: 1024, maxEarlyBytes: 16 };
const HIGH = { maxFrameBytes: 16_777_216, maxMessageBytes: 16_777_216 };

/** A connection of any version. */
export const olderSession: Target = {
  name: 'older-session',
  promise:
    'Events and output do not depend on the cuts and keep their order; texts and the end of Hixie are a model’s',
  maxBytes: 2048,
  stepsPerByte: 1200,
  dictionary: [...hixieWords, ...frameWords, ...closeWords, ...utf8Words],
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const sizes = input.chunkSizes();
    const stream = input.rest();
    const isOpen = bit(settings, 0);
    const limits = bit(settings, 2) ? LOW : HIGH;
    const options: ServerOptions = {
      versions: olderVersions,
      limits,
      messages: bit(settings, 1) ? 'parts' : 'whole',
      text: bit(settings, 3) ? 'bytes' : 'string',
    };
    const head = isOpen ? [request] : [];
    const whole = runServer([...head, stream.slice()], options);
    expectEqual(runServer([...head, ...cut(stream, sizes)], options), whole, 'cut and whole');
    expectEqual(runServer([...head, ...cut(stream, [1, 1])], options), whole, 'by byte and whole');
    expectOrder(whole.types);
    if (!isOpen) return;
    const { maxFrameBytes, maxMessageBytes } = limits;
    const maxTextBytes = Math.min(maxFrameBytes, maxMessageBytes);
    const { texts, end } = judgeHixie(stream, { maxFrameBytes, maxTextBytes });
    expectEqual(whole.texts, texts, 'the texts and the model’s');
    expectEqual(whole.end, typeof end === 'string' ? end : end.offset, 'the end and the model’s');
  },
};

interface Told {
  readonly types: readonly string[];
  readonly texts: readonly string[];
  /** The offset of a violation after the request, or the end without one. */
  readonly end: number | 'closing' | 'open';
  readonly output: string;
}

function runServer(chunks: readonly Uint8Array[], options: ServerOptions): Told {
  const connection = new ServerConnection(options, 0);
  const events: ConnectionEvent[] = [];
  let output = '';
  const take = (): void => {
    for (let event; (event = connection.nextEvent()) !== undefined; ) {
      events.push(event);
      if (event.type === 'handshake-request') connection.accept({}, 0);
    }
    for (let out; (out = connection.nextOutput()) !== undefined; ) {
      output += out.type === 'write' ? Buffer.from(out.bytes).toString('latin1') : `<${out.type}>`;
    }
  };
  for (const chunk of chunks) {
    connection.receive(chunk, 0);
    take();
  }
  connection.receiveEnd(0);
  take();
  expectEqual(connection.readyState, 'closed', 'the state after the end and closed');
  return { ...toldIn(events), output };
}

/** Parts are joined, so that cuts do not show; a part that ends nothing is kept for the next. */
function toldIn(events: readonly ConnectionEvent[]): Omit<Told, 'output'> {
  const types: string[] = [];
  const texts: string[] = [];
  let end: Told['end'] = 'open';
  let part = '';
  for (const event of events) {
    if (event.type === 'close-received') end = 'closing';
    if (event.type === 'violation') end = event.offset - request.length;
    if (event.type === 'message-part' || event.type === 'message') {
      const { data } = event;
      part += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
      if (event.type === 'message-part' && !event.fin) continue;
      texts.push(part);
      part = '';
    }
    types.push(event.type);
  }
  return { types, texts, end };
}

function expectOrder(types: readonly string[]): void {
  expectEqual(types.at(-1), 'close', 'the last event and close');
  for (const once of ['handshake-request', 'open', 'violation', 'close-received', 'close']) {
    expectThat(types.filter((type) => type === once).length < 2, `There is one ${once} at most`);
  }
}
