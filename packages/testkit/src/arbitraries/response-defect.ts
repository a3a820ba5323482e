/**
 * Responses of the opening handshake with one defect (RFC 6455 §4.1, RFC 9112 §4).
 *
 * @module
 */

import fc from 'fast-check';
import { serializeHead } from '../wire/index.ts';
import { withField, withFieldTwice, withoutField } from './field-edits.ts';
import { type AnsweredRequest, handshakeResponse } from './handshake-response.ts';
import {
  type DefectiveHead,
  fieldsDefect,
  firstLineDefect,
  type HeadDefect,
  headDefects,
  ofEachRule,
  spoiled,
} from './head-defect.ts';

/**
 * Yields: a response that a client would accept except for one named defect; interim responses can come
 * first. Shrinks to: that defect in the example of RFC 6455 §1.2.
 *
 * @param request - The request of the client; it offers no subprotocol or extension `x-never-offered`.
 */
export function responseDefect(request: AnsweredRequest): fc.Arbitrary<DefectiveHead> {
  return fc
    .tuple(
      handshakeResponse(request),
      ofEachRule([...headDefects(), ...responseDefects(request)]),
      fc.nat(),
    )
    .map(([{ interim, head }, defect, at]) => {
      const its = spoiled(head, defect, at);
      const before = interim.flatMap((other) => [...serializeHead(other)]);
      const bytes = Uint8Array.from([...before, ...its.bytes]);
      return { ...its, bytes, offset: before.length + its.offset };
    });
}

function responseDefects({ subprotocols = [] }: AnsweredRequest): HeadDefect[] {
  return [
    ...statusLineDefects(),
    ...upgradeDefects(),
    ...acceptDefects(),
    ...subprotocolDefects(subprotocols),
    ...extensionDefects(),
  ];
}

function subprotocolDefects(offered: readonly string[]): HeadDefect[] {
  const [name, rule] = ['Sec-WebSocket-Protocol', 'subprotocol-not-offered'] as const;
  const inOtherCase = offered.map(withOtherCase).find((other) => !offered.includes(other));
  return [
    fieldsDefect('subprotocol-twice', 'field-repeated', withField(name, 'chat', 'chat')),
    fieldsDefect('subprotocol-not-offered', rule, withField(name, 'x-never-offered')),
    fieldsDefect('subprotocols-in-a-list', rule, withField(name, 'chat, superchat')),
    ...(inOtherCase === undefined
      ? []
      : [fieldsDefect('subprotocol-in-another-case', rule, withField(name, inOtherCase))]),
  ];
}

function withOtherCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase();
}

function extensionDefects(): HeadDefect[] {
  const name = 'Sec-WebSocket-Extensions';
  const rule = 'extension-not-offered';
  return [
    fieldsDefect(rule, rule, withField(name, 'x-never-offered')),
    ...['', 'a b', 'a;', 'a; b="', ';'].map((value) =>
      fieldsDefect(`extensions "${value}"`, 'extensions-malformed', withField(name, value)),
    ),
  ];
}

function statusLineDefects(): HeadDefect[] {
  const rule = 'status-line-malformed';
  return [
    firstLineDefect('another-protocol', rule, () => '•ICY 101 Switching Protocols'),
    firstLineDefect('two-spaces', rule, (line) => line.replace(' ', ' • ')),
    firstLineDefect('status-of-two-digits', rule, (line) => line.replace('101', '10•')),
    firstLineDefect('status-of-four-digits', rule, (line) => line.replace('101', '101•0')),
    firstLineDefect('control-in-reason', rule, (line) => `${line}•\0`),
    firstLineDefect('http-in-lower-case', rule, (line) => line.replace('HTTP', '•http')),
    ...['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9'].map((version) =>
      firstLineDefect(`version ${version}`, 'http-version-unsupported', (line) =>
        line.replace('HTTP/1.1', version),
      ),
    ),
  ];
}

function upgradeDefects(): HeadDefect[] {
  const [upgrade, connection] = ['Upgrade', 'Connection'];
  const [rule, other] = ['answer-upgrade-not-websocket', 'answer-connection-not-upgrade'] as const;
  return [
    fieldsDefect('upgrade-absent', rule, withoutField(upgrade)),
    ...['websockets', 'h2c', 'websocket, h2c', 'web socket', ''].map((value) =>
      fieldsDefect(`upgrade "${value}"`, rule, withField(upgrade, value)),
    ),
    fieldsDefect('upgrade-twice', rule, withField(upgrade, 'websocket', 'websocket')),
    fieldsDefect('connection-absent', other, withoutField(connection)),
    ...['close', 'Upgraded', 'Upgrade keep-alive', ''].map((value) =>
      fieldsDefect(`connection "${value}"`, other, withField(connection, value)),
    ),
  ];
}

function acceptDefects(): HeadDefect[] {
  const name = 'Sec-WebSocket-Accept';
  const edit = (label: string, change: (value: string) => string): HeadDefect =>
    fieldsDefect(label, 'accept-value-wrong', (fields) =>
      fields.map((field) => {
        const isIt = field.name.toLowerCase() === name.toLowerCase();
        return isIt ? { ...field, value: change(field.value) } : field;
      }),
    );
  return [
    fieldsDefect('accept-absent', 'accept-value-wrong', withoutField(name)),
    fieldsDefect('accept-twice', 'field-repeated', withFieldTwice(name)),
    edit('accept-of-another-key', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='),
    edit('accept-in-lower-case', (value) => value.toLowerCase()),
    edit('accept-in-upper-case', (value) => value.toUpperCase()),
    edit('accept-without-padding', (value) => value.slice(0, -1)),
    edit('accept-with-more', (value) => `${value}=`),
    edit('accept-empty', () => ''),
  ];
}
