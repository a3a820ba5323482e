/** A client whose opening handshake is refused (RFC 6455 §4.1). @module */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, type ClientOptions } from 'sansocket';
import { bytesOf, textOf } from '../handshake/heads.ts';
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

  it('does not wait longer than the opening handshake may take', () => {
    const end = client().receive(bytesOf('HTTP/1.1 503 Busy\r\n\r\nla'));
    expect(end.connection.nextTimeout()).toEqual({ at: 15_000, reason: 'opening-handshake' });
    end.connection.handleTimeout(14_999);
    expect(end.events()).toEqual([]);
    end.timeOut();
    expect(rejection(end)).toMatchObject({ status: 503, body: 'la' });
    expect(end.output()).toEqual(['end']);
    expect(end.receiveEnd().events()).toEqual([CLOSED]);
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
