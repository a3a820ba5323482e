import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRequest, readResponse } from 'sansocket/handshake';
import { SAMPLE_ACCEPT, sampleRequest } from './heads.ts';

describe('laws of the judgements', () => {
  const anyFields = fc.array(
    fc.tuple(
      fc.constantFrom(
        'Host',
        'upgrade',
        'Connection',
        'Sec-WebSocket-Key',
        'sec-websocket-accept',
        'Sec-WebSocket-Version',
        'Sec-WebSocket-Protocol',
        'Sec-WebSocket-Extensions',
        '__proto__',
      ),
      fc.oneof(
        fc.constantFrom('websocket', 'Upgrade', '13', 'a', 'a; b="c"', ',', '"', SAMPLE_ACCEPT),
        fc.string({ unit: 'binary', maxLength: 9 }),
      ),
    ),
    { maxLength: 9 },
  );

  it('robustness: any fields give a verdict', () => {
    const line = { status: 101, reason: '', httpVersion: '1.1' };
    fc.assert(
      fc.property(anyFields, fc.string(), fc.string(), (fields, method, target) => {
        expect(typeof readRequest({ method, target, fields }).ok).toBe('boolean');
        expect(typeof readRequest({ method: 'GET', target: '/', fields }).ok).toBe('boolean');
        expect(readResponse({ ...line, fields }, sampleRequest(['a'], 'a')).kind).not.toBe(
          'rejected',
        );
      }),
    );
  });
});
