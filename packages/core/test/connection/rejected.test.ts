/** A client whose opening handshake is refused (RFC 6455 §4.1). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, type ClientOptions } from 'sansocket';
import { createRequest } from 'sansocket/handshake';
import { bytesOf, parseResponse, textOf } from '../handshake/heads.ts';
import { byteByByte } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';

function client(options: ClientOptions = {}): End<ClientConnection> {
  const connection = new ClientConnection('ws://h/', { fillRandom: sampleEntropy, ...options }, 0);
  const end = new End(connection);
  end.outputs();
  return end;
}

const CLOSED = { type: 'close', code: 1006, reason: '', wasClean: false, endedBy: 'peer' };

/** The event of a rejection, its body as text. */
function rejection(end: End): unknown {
  const [event, ...more] = end.events();
  expect(more).toEqual([]);
  return event?.type === 'handshake-rejected' ? { ...event, body: textOf(event.body) } : event;
}

describe('handshake-rejected event', () => {
  it('tells status, fields and a body of known length; what follows is discarded (§4.1)', () => {
    const end = client();
    const head =
      'HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\nWWW-Authenticate: Basic\r\n\r\n';
    for (const byte of byteByByte(bytesOf(`${head}nop`))) {
      expect(end.receive(byte).events()).toEqual([]);
    }
    end.receive(bytesOf('e\x81\x01a'));
    expect(rejection(end)).toEqual({
      type: 'handshake-rejected',
      status: 401,
      reason: 'Unauthorized',
      fields: [
        ['Content-Length', '4'],
        ['WWW-Authenticate', 'Basic'],
      ],
      supportedVersions: [],
      body: 'nope',
    });
    expect(end.output()).toEqual(['end']);
    expect(end.connection.readyState).toBe('closing');
    expect(end.receiveEnd().events()).toEqual([CLOSED]);
  });

  it('comes with the head when there is no body, and names the versions of the server (§4.4)', () => {
    const end = client().receive(
      bytesOf(
        'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8, 7\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    expect(rejection(end)).toMatchObject({ status: 426, supportedVersions: [8, 7], body: '' });
  });

  it('waits for the end of the stream when the body has no length (§4.1)', () => {
    const end = client().receive(bytesOf('HTTP/1.1 503 Busy\r\n\r\nla')).receive(bytesOf('ter'));
    expect(end.events()).toEqual([]);
    end.receiveEnd();
    const [rejected, close, ...more] = end.events();
    expect(rejected).toMatchObject({ type: 'handshake-rejected', status: 503, reason: 'Busy' });
    expect(rejected).toHaveProperty('body', bytesOf('later'));
    expect(close).toEqual(CLOSED);
    expect(more).toEqual([]);
  });

  it('comes with the last chunk of a body, on a connection that stays (RFC 9112 §7.1)', () => {
    const head = 'HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n';
    const body = '8\r\nwho are \r\n5;why=x\r\nyou?\n\r\n0\r\n';
    for (const pieces of [[head + body], [head, body], Array.from(head + body)]) {
      const end = client();
      for (const [i, piece] of pieces.entries()) {
        expect(end.events()).toEqual([]);
        end.receive(bytesOf(piece));
        expect(end.connection.readyState).toBe(i < pieces.length - 1 ? 'connecting' : 'closing');
      }
      expect(rejection(end)).toMatchObject({ status: 401, body: 'who are you?\n' });
      expect(end.output()).toEqual(['end']);
      expect(end.receive(bytesOf('Trailer: x\r\n\r\n')).receiveEnd().events()).toEqual([CLOSED]);
    }
  });

  it.each([
    ['without a length', '', 'la'],
    ['with more announced than comes', 'Content-Length: 5\r\n', 'la'],
    ['with two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n', 'la'],
    ['without a last chunk', 'Transfer-Encoding: chunked\r\n', '2\r\nla\r\n'],
    ['with a chunk that goes on', 'Transfer-Encoding: chunked\r\n', '3\r\nla'],
    ['in another coding', 'Transfer-Encoding: gzip\r\n', 'la'],
    ['that never begins', 'Content-Length: 5\r\n', ''],
  ])('waits a second for the end of a body %s, and gives what has come', (_, field, sent) => {
    const end = client();
    end.now = 3000;
    end.receive(bytesOf(`HTTP/1.1 503 Busy\r\n${field}\r\n`));
    end.now = 3400;
    end.receive(bytesOf(sent));
    expect(end.connection.nextTimeout()).toEqual({ at: 4000, reason: 'opening-handshake' });
    end.connection.handleTimeout(3999);
    expect(end.events()).toEqual([]);
    end.timeOut();
    expect(rejection(end)).toMatchObject({ status: 503, body: sent === '' ? '' : 'la' });
    expect(end.output()).toEqual(['end']);
    expect(end.connection.nextTimeout()).toEqual({ at: 6000, reason: 'linger' });
    expect(end.receiveEnd().events()).toEqual([CLOSED]);
  });

  it('does not wait longer than the opening handshake may take', () => {
    const end = client();
    end.now = 14_500;
    end.receive(bytesOf('HTTP/1.1 503 Busy\r\n\r\nla'));
    expect(end.connection.nextTimeout()).toEqual({ at: 15_000, reason: 'opening-handshake' });
    expect(rejection(end.timeOut())).toMatchObject({ status: 503, body: 'la' });
  });

  it('waits a second also where the opening handshake may take for ever', () => {
    const end = client({ timeouts: { openingHandshakeMs: Infinity } });
    expect(end.connection.nextTimeout()).toBeUndefined();
    end.receive(bytesOf('HTTP/1.1 503 Busy\r\n\r\nla'));
    expect(end.connection.nextTimeout()).toEqual({ at: 1000, reason: 'opening-handshake' });
  });

  it('comes when chunks break the grammar, with what has come (RFC 9112 §7.1)', () => {
    const end = client().receive(
      bytesOf('HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nla\r\nx'),
    );
    expect(rejection(end)).toMatchObject({ status: 503, body: 'la' });
  });

  it('waits in the same way behind a head that somebody else has parsed', () => {
    const key = new Uint8Array(16);
    const request = createRequest('ws://h/', { key });
    const response = parseResponse('HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n');
    const end = new End(ClientConnection.fromResponse(request, response, {}, 500));
    expect(end.connection.nextTimeout()).toEqual({ at: 1500, reason: 'opening-handshake' });
    end.receive(bytesOf('2\r\nno\r\n0\r\n\r\n'));
    expect(rejection(end)).toMatchObject({ status: 403, body: 'no' });
  });

  it('is not waited for by interim responses, which only the opening timeout ends', () => {
    const end = client().receive(bytesOf('HTTP/1.1 103 Early\r\nContent-Length: 9\r\n\r\n'));
    expect(end.connection.nextTimeout()).toEqual({ at: 15_000, reason: 'opening-handshake' });
    expect(end.timeOut().events()).toMatchObject([{ type: 'close', endedBy: 'timeout' }]);
  });

  it('keeps exactly maxRejectedBodyBytes of the body (§10.4)', () => {
    const limits = { maxRejectedBodyBytes: 4 };
    const head = 'HTTP/1.1 404 Not Found\r\nContent-Length: 1000\r\n\r\n';
    const end = client({ limits }).receive(bytesOf(`${head}abc`));
    expect(end.events()).toEqual([]);
    end.receive(bytesOf('def'));
    expect(rejection(end)).toMatchObject({ status: 404, body: 'abcd' });
  });

  it('has no body for 204 and 304, whatever the fields say', () => {
    const end = client().receive(bytesOf('HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n'));
    expect(rejection(end)).toMatchObject({ status: 304, body: '' });
  });

  it('comes for a redirection like for any other status: nothing is followed (§4.1)', () => {
    const head = 'HTTP/1.1 302 Found\r\nLocation: ws://elsewhere/\r\nContent-Length: 0\r\n\r\n';
    const end = client().receive(bytesOf(head));
    expect(rejection(end)).toMatchObject({
      status: 302,
      fields: [
        ['Location', 'ws://elsewhere/'],
        ['Content-Length', '0'],
      ],
    });
    expect(end.output()).toEqual(['end']);
  });
});
