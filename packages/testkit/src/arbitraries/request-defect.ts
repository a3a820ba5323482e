/**
 * Requests of the opening handshake with one defect (RFC 6455 §4.2.1, RFC 9112 §3).
 *
 * @module
 */

import fc from 'fast-check';
import type { ViolationId } from 'sansocket/violations';
import { withField, withFieldTwice, withoutField } from './field-edits.ts';
import { handshakeRequest } from './handshake-request.ts';
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
 * Yields: a request that a server would accept except for one named defect; all rules are equally frequent. Shrinks to:
 * that defect in the example of RFC 6455 §1.2.
 */
export function requestDefect(): fc.Arbitrary<DefectiveHead> {
  return fc
    .tuple(handshakeRequest(), ofEachRule([...headDefects(), ...requestDefects()]), fc.nat())
    .map(([{ head }, defect, at]) => spoiled(head, defect, at));
}

function requestDefects(): HeadDefect[] {
  return [...syntaxDefects(), ...httpDefects(), ...upgradeDefects(), ...offerDefects()];
}

function syntaxDefects(): HeadDefect[] {
  const rule = 'request-line-malformed';
  return [
    firstLineDefect('space-in-front', rule, (line) => `• ${line}`),
    firstLineDefect('two-spaces', rule, (line) => line.replace(' ', ' • ')),
    firstLineDefect('tab-for-space', rule, (line) => line.replace(' ', '•\t')),
    firstLineDefect('fragment-in-target', rule, (line) => line.replace(/ HTTP/, '•#top HTTP')),
    firstLineDefect('obs-text-in-target', rule, (line) => line.replace(/ HTTP/, '•\xe9 HTTP')),
    firstLineDefect('no-version', rule, (line) => line.replace(/ HTTP.*/, '•')),
    firstLineDefect('http-in-lower-case', rule, (line) => line.replace(/HTTP/, '•http')),
    firstLineDefect('version-of-two-digits', rule, (line) => `${line}•0`),
    firstLineDefect('space-behind-version', rule, (line) => `${line}• `),
  ];
}

function httpDefects(): HeadDefect[] {
  const targets = [' chat ', ' * ', ' ftp://a/ ', ' server:80 ', ' http://user@a/ '];
  const hosts = ['', 'a,b', 'user@host', 'a:65536', 'a:b', '[::1', 'a/b'];
  return [
    ...firstLines('http-version-unsupported', /\S+$/, ['HTTP/1.0', 'HTTP/2.0', 'HTTP/0.9']),
    ...firstLines('method-not-get', /^\S+/, ['POST', 'get', 'HEAD', 'GETS']),
    ...firstLines('target-malformed', / \S+ /, targets),
    repetition('Host'),
    ...values('host-malformed', 'Host', hosts),
    ...values('request-with-body', 'Content-Length', ['1', '00', '+0', '0, 0']),
    behindLegal('request-with-body', 'Content-Length', '0', '1'),
    ...values('request-with-body', 'Transfer-Encoding', ['chunked', 'identity', '']),
    ...values('expectation-unsupported', 'Expect', ['100-continue', '']),
  ];
}

function upgradeDefects(): HeadDefect[] {
  const upgrades = ['', 'websockets', 'web socket', 'h2c', '"websocket"'];
  const connections = ['', 'close', 'Upgraded', 'Upgrade keep-alive'];
  const keys = ['', 'Q=', 'Q', 'TE2', 'Z-==', 'Q====', 'Q ==', ' ZQ=='].map((end) =>
    end === '' ? '' : `dGhlIHNhbXBsZSBub25jZ${end}`,
  );
  return [
    ...values('upgrade-not-websocket', 'Upgrade', upgrades),
    ...values('connection-not-upgrade', 'Connection', connections),
    ...values('version-unsupported', 'Sec-WebSocket-Version', ['', '8', '013', '13.0', '13, 8']),
    ...values('key-malformed', 'Sec-WebSocket-Key', [...keys, ...keysOfOtherLengths()]),
    repetition('Sec-WebSocket-Key'),
    repetition('Sec-WebSocket-Version'),
    fieldsDefect('origin-twice', 'field-repeated', withField('Origin', 'http://a', 'http://a')),
  ];
}

/** Zeros in base64, of any number of bytes except the 16 of a key (RFC 4648 §4). */
function keysOfOtherLengths(): string[] {
  const lengths = Array.from({ length: 64 }, (_, i) => i + 1).filter((length) => length !== 16);
  return lengths.map((length) => {
    const letters = 'A'.repeat(Math.ceil((4 * length) / 3));
    return letters + '='.repeat((3 - (length % 3)) % 3);
  });
}

function offerDefects(): HeadDefect[] {
  const [subprotocols, extensions] = ['Sec-WebSocket-Protocol', 'Sec-WebSocket-Extensions'];
  const malformed = ['', 'a b', 'a;', 'a; =1', 'a; b=', 'a; b="', 'a; b=""', 'a; b="c d"', '"a"'];
  const rule = 'too-many-offers';
  return [
    ...values('subprotocols-malformed', subprotocols, ['', 'a b', 'a, a', 'a/1', '"a"']),
    ...values('extensions-malformed', extensions, malformed),
    behindLegal('subprotocols-malformed', subprotocols, 'a', 'a'),
    behindLegal('subprotocols-malformed', subprotocols, 'a', 'b c'),
    behindLegal('extensions-malformed', extensions, 'a', 'b;'),
    fieldsDefect('101-subprotocols', rule, withField(subprotocols, offers(101))),
    fieldsDefect('17-extensions', rule, withField(extensions, offers(17))),
  ];
}

/** The first line with one of its parts replaced by each of the texts. */
function firstLines(rule: ViolationId, part: RegExp, texts: readonly string[]): HeadDefect[] {
  return texts.map((text) =>
    firstLineDefect(`${rule}: ${text.trim()}`, rule, (line) => line.replace(part, text)),
  );
}

/** Each of the values; an empty one stands for an absent field, unless none is expected anyway. */
function values(rule: ViolationId, name: string, texts: readonly string[]): HeadDefect[] {
  const isNeeded = !/^(Content|Transfer|Expect|Sec-WebSocket-(Protocol|Extensions))/.test(name);
  return texts.map((text) =>
    text === '' && isNeeded
      ? fieldsDefect(`${rule}: absent`, rule, withoutField(name))
      : fieldsDefect(`${rule}: ${name} "${text}"`, rule, withField(name, text)),
  );
}

/** A second field of the name, after one that is legal by itself. */
function behindLegal(rule: ViolationId, name: string, legal: string, behind: string): HeadDefect {
  return fieldsDefect(`${rule}: second ${name}`, rule, withField(name, legal, behind));
}

function repetition(name: string): HeadDefect {
  return fieldsDefect(`${name.toLowerCase()}-twice`, 'field-repeated', withFieldTwice(name));
}

function offers(count: number): string {
  return Array.from({ length: count }, (_, i) => `a${i}`).join();
}
