/**
 * Heads that other code has parsed: any text in any part (RFC 6455 §4).
 *
 *     byte 0   settings: bit 0 two bytes for each UTF-16 unit, bit 1 a response
 *     the rest   lines: method, target and version, or status and reason; then `name:value`
 *
 * @module
 */
import { ClientConnection, type Connection, type Fields, ServerConnection } from 'sansocket';
import { createRequest, readRequest } from 'sansocket/handshake';
import { extensionWords, headWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, Input } from './input.ts';
import type { Target } from './target.ts';
import { isToken } from './token.ts';

/** The connections that take over from an HTTP server or client. */
export const parsedHeads: Target = {
  name: 'parsed-heads',
  promise:
    'Any parsed head leads to a request, an open connection, a rejection or one violation; names that are no tokens count for nothing',
  maxBytes: 1024,
  stepsPerByte: 250,
  dictionary: [...headWords, ...extensionWords],
  run(bytes) {
    const input = new Input(bytes);
    const settings = input.byte();
    const [first = '', ...lines] = input.restAsText(bit(settings, 0)).split('\n');
    const fields = lines.map(fieldOf);
    if (bit(settings, 1)) expectAnswered(first, fields);
    else expectAsked(first, fields);
    expectTokensOnly(first, fields);
  },
};

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1)];
}

function expectAsked(line: string, fields: Fields): void {
  const [method = '', target = '', httpVersion] = line.split(' ');
  const request = { method, target, httpVersion, fields };
  const reading = readRequest(request);
  const connection = ServerConnection.fromRequest(request, {}, 0);
  const event = connection.nextEvent();
  if (!reading.ok) {
    expectThat(event?.type === 'violation', 'A broken rule is the first event');
    expectEqual(event.rule, reading.violation.rule, 'the rule of the event and of the reading');
  } else {
    expectEqual(event?.type, 'handshake-request', 'the first event and a request');
    connection.accept({}, 0);
    expectEqual(connection.nextEvent()?.type, 'open', 'the next event and open');
  }
  expectOver(connection);
}

function expectAnswered(line: string, fields: Fields): void {
  const [status = '', reason = '', httpVersion = '1.1'] = line.split(' ');
  const request = createRequest('ws://a/', { key: Buffer.from('the sample nonce') });
  const response = { status: Number.parseInt(status, 10) || 0, reason, httpVersion, fields };
  const connection = ClientConnection.fromResponse(
    request,
    response,
    { fillRandom: fillWithOnes },
    0,
  );
  const event = connection.nextEvent();
  // A rejection is reported at once when no more of its body can come.
  const types = ['open', 'violation', 'handshake-rejected', undefined];
  expectThat(types.includes(event?.type), `The first event is ${event?.type ?? 'none'}`);
  expectOver(connection);
}

/** A field whose name is no token is none of those that the handshake knows, however it looks. */
function expectTokensOnly(line: string, fields: Fields): void {
  const [method = '', target = ''] = line.split(' ');
  const ruleOf = (read: Fields): string | undefined => {
    const reading = readRequest({ method, target, fields: read });
    return reading.ok ? undefined : reading.violation.rule;
  };
  const tokens = fields.filter(([name]) => isToken(name));
  expectEqual(ruleOf(fields), ruleOf(tokens), 'the rule with and without other fields');
}

/** Everything is taken, the transport ends, and `close` comes last. */
function expectOver(connection: Connection): void {
  const takeAll = (): string | undefined => {
    let last: string | undefined;
    for (let event; (event = connection.nextEvent()) !== undefined; ) last = event.type;
    while (connection.nextOutput() !== undefined);
    return last;
  };
  takeAll();
  connection.receiveEnd(0);
  expectEqual(takeAll(), 'close', 'the last event and close');
  expectEqual(connection.readyState, 'closed', 'the state and closed');
}

function fillWithOnes(bytes: Uint8Array): void {
  bytes.fill(1);
}
