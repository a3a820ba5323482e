import { describe, expect, it } from '@jest/globals';
import { ByteQueue } from 'sansocket/bytes';
import {
  type Acceptance,
  acceptRequest,
  type HandshakeOffer,
  type Sha1,
  serializeHead,
} from 'sansocket/handshake';
import { acceptValue, writeAcceptance } from '../../src/handshake/index.ts';
import { bytesOf, type Changes, offerOf, SAMPLE_ACCEPT, SAMPLE_KEY, textOf } from './heads.ts';

function responseTo(changes: Changes, acceptance: Acceptance): string {
  return textOf(serializeHead(acceptRequest(offerOf(changes), acceptance)));
}

function written(offer: HandshakeOffer, acceptance: Acceptance, hash?: Sha1): Uint8Array {
  const output = new ByteQueue();
  writeAcceptance(offer, acceptance, output, hash);
  return output.take();
}

const fieldsOf101 =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  `Sec-WebSocket-Accept: ${SAMPLE_ACCEPT}\r\n`;

describe('acceptValue()', () => {
  it.each([
    [SAMPLE_KEY, SAMPLE_ACCEPT],
    ['AQIDBAUGBwgJCgsMDQ4PEC==', 'OfS0wDaT5NoxF2gqm7Zj2YtetzM='],
    ['AQIDBAUGBwgJCgsMDQ4PEA==', 'C/0nmHhBztSRGR1CwL6Tf4ZjwpY='],
  ])('hashes the key %s as text (§4.2.2)', (key, accept) => {
    expect(acceptValue(key)).toBe(accept);
  });

  it('hashes a text that is no ASCII as UTF-8', () => {
    // base64( SHA-1( "é258EAFA5-E914-47DA-95CA-C5AB0DC85B11" ) )
    expect(acceptValue('é')).toBe('Q3nA4bowCsT/eKmBZYzoeYI576k=');
  });

  it('leaves the hash to another', () => {
    expect(acceptValue('a', (text) => text)).toBe('a258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
  });
});

describe('writeAcceptance()', () => {
  it.each<Acceptance>([
    {},
    { subprotocol: 'chat' },
    { extensions: 'foo' },
    { headers: [['Set-Cookie', 'a=b']] },
    { extensions: [], headers: [] },
  ])('writes for %j what acceptRequest() makes', (acceptance) => {
    const changes = { 'sec-websocket-protocol': 'chat', 'sec-websocket-extensions': 'foo' };
    for (const key of [SAMPLE_KEY, 'AQIDBAUGBwgJCgsMDQ4PEA==']) {
      const offer = offerOf({ ...changes, 'sec-websocket-key': key });
      const bytes = serializeHead(acceptRequest(offer, acceptance));
      expect(written(offer, acceptance)).toEqual(bytes);
    }
  });

  it('writes behind what is there', () => {
    const output = new ByteQueue();
    output.append(bytesOf('a'));
    writeAcceptance(offerOf(), {}, output);
    writeAcceptance(offerOf(), { headers: [['A', 'b']] }, output);
    const response = `a${fieldsOf101}\r\n${fieldsOf101}A: b\r\n\r\n`;
    expect(textOf(output.take())).toBe(response);
  });

  it('throws for what was not offered, and has written nothing', () => {
    const output = new ByteQueue();
    expect(() => writeAcceptance(offerOf(), { subprotocol: 'chat' }, output)).toThrow(RangeError);
    expect(output.length).toBe(0);
  });

  it('leaves the hash to another', () => {
    const headers = [['A', 'b']] as const;
    for (const acceptance of [{}, { headers }]) {
      const bytes = written(offerOf(), acceptance, () => SAMPLE_KEY);
      expect(textOf(bytes)).toContain(`Accept: ${SAMPLE_KEY}`);
    }
  });
});

describe('acceptRequest()', () => {
  it('answers the request of RFC 6455 §1.3 with its response', () => {
    const changes = { 'sec-websocket-protocol': 'chat, superchat' };
    expect(responseTo(changes, { subprotocol: 'chat' })).toBe(
      `${fieldsOf101}Sec-WebSocket-Protocol: chat\r\n\r\n`,
    );
  });

  it('has no Sec-WebSocket-Protocol, -Extensions and -Version without need (§4.2.2)', () => {
    const changes = { 'sec-websocket-protocol': 'chat', 'sec-websocket-extensions': 'foo' };
    expect(textOf(serializeHead(acceptRequest(offerOf(changes))))).toBe(`${fieldsOf101}\r\n`);
    expect(responseTo(changes, { extensions: [] })).toBe(`${fieldsOf101}\r\n`);
  });

  it('has each field of the handshake once, and none of a body', () => {
    const { fields } = acceptRequest(offerOf({ 'sec-websocket-extensions': 'foo, bar; baz=2' }), {
      extensions: 'foo, bar; baz=2',
      headers: [['Set-Cookie', 'a=b']],
    });
    expect(fields.map(([name]) => name)).toEqual([
      'Upgrade',
      'Connection',
      'Sec-WebSocket-Accept',
      'Sec-WebSocket-Extensions',
      'Set-Cookie',
    ]);
  });

  it('lists extensions in one field, as text or as negotiated (§4.2.2, §9.1)', () => {
    const changes = { 'sec-websocket-extensions': ['foo', 'bar; baz=2'] };
    const list = 'bar; baz=2, foo';
    const offers = [
      { name: 'bar', parameters: [['baz', '2']] },
      { name: 'foo', parameters: [] },
    ] as const;
    const response = `${fieldsOf101}Sec-WebSocket-Extensions: ${list}\r\n\r\n`;
    expect(responseTo(changes, { extensions: list })).toBe(response);
    expect(responseTo(changes, { extensions: offers })).toBe(response);
    expect(responseTo(changes, { extensions: 'foo' })).toContain(
      'Sec-WebSocket-Extensions: foo\r\n',
    );
  });

  it.each(['x', 'Chat', '', 'chat, superchat'])(
    'throws for the subprotocol %j that was not offered (§4.2.2)',
    (subprotocol) => {
      const offer = offerOf({ 'sec-websocket-protocol': 'chat, superchat' });
      expect(() => acceptRequest(offer, { subprotocol })).toThrow(RangeError);
    },
  );

  it('throws for a subprotocol when none was offered (§4.2.2)', () => {
    expect(() => acceptRequest(offerOf(), { subprotocol: 'chat' })).toThrow(
      'Subprotocol of 4 characters was not offered (RFC 6455 §4.2.2)',
    );
  });

  it('throws for an extension that was not offered (§4.2.2)', () => {
    const offer = offerOf({ 'sec-websocket-extensions': 'foo' });
    const error = new RangeError('Extension of 3 characters was not offered (RFC 6455 §4.2.2)');
    expect(() => acceptRequest(offer, { extensions: 'foo, bar' })).toThrow(error);
    const extensions = [{ name: 'bar', parameters: [] }];
    expect(() => acceptRequest(offer, { extensions })).toThrow(error);
  });

  it('throws for extensions that are no list (§9.1)', () => {
    const offer = offerOf({ 'sec-websocket-extensions': 'foo' });
    expect(() => acceptRequest(offer, { extensions: 'foo; =' })).toThrow(
      new TypeError('Extensions of 6 characters are no list (RFC 6455 §9.1)'),
    );
    const extensions = [{ name: 'foo', parameters: [['a', 'b c']] as const }];
    expect(() => acceptRequest(offer, { extensions })).toThrow(TypeError);
  });

  it.each(['Connection', 'UPGRADE', 'Content-Length', 'Transfer-Encoding', 'Sec-WebSocket-New'])(
    'throws for the field %s, which is not the application its own',
    (name) => {
      expect(() => acceptRequest(offerOf(), { headers: [[name, 'x']] })).toThrow(TypeError);
    },
  );

  it('sends fields whose names only look like those of the handshake', () => {
    const headers = [
      ['X-Upgrade', 'a'],
      ['Upgrade-Insecure-Requests', 'b'],
      ['X-Sec-WebSocket-Key', 'c'],
    ] as const;
    expect(acceptRequest(offerOf(), { headers }).fields.slice(3)).toEqual(headers);
  });

  it('throws for a field that would inject another', () => {
    const offer = offerOf();
    expect(() => acceptRequest(offer, { headers: [['A', 'b\r\nC: d']] })).toThrow(
      'Value of the field A has a character that cannot be sent',
    );
    expect(() => acceptRequest(offer, { headers: [['A: b\r\nC', 'd']] })).toThrow(TypeError);
  });
});
