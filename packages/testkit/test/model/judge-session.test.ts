/** A whole connection: opening handshake and frames as one stream (RFC 6455 §4 to §7). */
import { describe, expect, it } from '@jest/globals';
import { expectedAccept, judgeSession, type SessionSetup } from '@sansocket/testkit/model';
import { concat, hex, latin1 } from '@sansocket/testkit/wire';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

const request = latin1(
  `GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
);

function response(extensions: string): Uint8Array {
  const accept = expectedAccept(KEY);
  return latin1(
    `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Extensions: ${extensions}\r\n\r\n`,
  );
}

describe('a session', () => {
  it('of a server has its frames behind the request', () => {
    const bytes = concat(request, hex('81 81 00 00 00 00 61 83'));
    const { opening, frames } = judgeSession(bytes, { role: 'server' });
    expect(opening).toMatchObject({ kind: 'acceptable', length: request.length });
    expect(frames?.events.at(-1)).toEqual({ type: 'message', kind: 'text', data: 'a' });
    expect(frames?.violation).toMatchObject({ offset: request.length + 7 });
  });

  it('of a server compresses as it answered', () => {
    const setup: SessionSetup = {
      role: 'server',
      answer: 'permessage-deflate; client_max_window_bits=9',
      closeSent: true,
    };
    const bytes = concat(request, hex('c1 87 00 00 00 00 f2 48 cd c9 c9 07 00'));
    const { frames } = judgeSession(bytes, setup);
    expect(frames?.events.at(-1)).toEqual({ type: 'message', kind: 'text', data: 'Hello' });
    expect(frames?.closing.sent).toBe(true);
  });

  it('of a client compresses as the server answered', () => {
    const head = response('permessage-deflate; server_no_context_takeover');
    const opening = { key: KEY, extensions: 'permessage-deflate' };
    const frames = hex('c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00');
    const judgement = judgeSession(concat(head, frames), { role: 'client', opening });
    expect(judgement.frames?.violation).toMatchObject({
      rule: 'extension-data-invalid',
      offset: head.length + 9,
    });
  });

  it.each([
    ['without a whole head', 'GET / HTTP/1.1\r\n', 'need-more'],
    ['that is refused', 'GET / HTTP/1.1\r\n\r\n', 'refused'],
  ])('%s has no frames', (_, text, kind) => {
    const { opening, frames } = judgeSession(latin1(text), { role: 'server' });
    expect(opening.kind).toBe(kind);
    expect(frames).toBeUndefined();
  });

  it('of a client that is rejected has no frames', () => {
    const bytes = latin1('HTTP/1.1 403 Forbidden\r\n\r\n');
    const { opening, frames } = judgeSession(bytes, { role: 'client', opening: { key: KEY } });
    const body = new Uint8Array(0);
    expect(opening).toEqual({ kind: 'rejected', status: 403, length: bytes.length, body });
    expect(frames).toBeUndefined();
  });
});
