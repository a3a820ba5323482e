/** What `sansocket inspect` says in a terminal: rules, oddities, filters, and nothing that is to be hidden. @module */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { concat, latin1 } from '@sansocket/testkit/wire';
import {
  file,
  fixture,
  fromClient,
  fromServer,
  inspect,
  opened,
  record,
  request,
  response,
  rowsOf,
} from './helpers/inspect.ts';
import { sansocket } from './helpers/sansocket.ts';

const rules = async (content: string) =>
  (await rowsOf(content)).map((row) => row['sansocket.rule'] ?? 'none');

describe('the rules of frames', () => {
  it('are named, and the frames after a broken one are shown too', async () => {
    const broken = opened(
      [
        'out',
        concat(
          fromClient(1, 'a', { reservedBits: 0x20 }),
          fromClient(3, 'b'),
          fromClient(9, 'c', { fin: false }),
          fromClient(0, 'd'),
          fromClient(1, 'e', { fin: false }),
          fromClient(1, 'f'),
          fromServer(1, 'g'),
          fromClient(9, new Uint8Array(126)),
          fromClient(2, 'h', { lengthForm: 64 }),
          fromClient(1, Uint8Array.of(0xff)),
          fromClient(8, 'i'),
          fromClient(1, 'j'),
        ),
      ],
      [
        'in',
        concat(
          fromClient(1, 'k'),
          fromServer(8, Uint8Array.of(3, 0xed)),
          fromServer(8, Uint8Array.of(3, 0xe8, 0xff)),
        ),
      ],
    );
    expect(await rules(broken)).toEqual([
      'reserved-bit-set',
      'opcode-reserved',
      'control-frame-fragmented',
      'continuation-without-message',
      'none',
      'message-interleaved',
      'frame-not-masked',
      'control-frame-too-long',
      'length-not-minimal',
      'text-not-utf8',
      'close-payload-too-short',
      'data-after-close',
      'frame-masked',
      'close-code-invalid',
      // Nothing is read after a Close frame.
      'data-after-close',
    ]);
    const { out } = await inspect(broken);
    expect(out).toContain('14 of them with a rule broken');
    expect(out).toMatch(/✘ length-not-minimal at byte \d+$/m);
    expect(out).toMatch(/binary F---M +1\/64!/);
  });

  it('apply to compressed messages, and to their end', async () => {
    const extensions = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
    const compressed = (digits: string) =>
      fromServer(1, Buffer.from(digits, 'hex'), { reservedBits: 0x40 });
    const content = record(
      ['out', request(extensions)],
      ['in', response(extensions)],
      // "Hello" with BFINAL, then a block of a reserved type, then "Hello" that refers to the first one.
      ['in', concat(compressed('f348cdc9c9070000'), compressed('07'), compressed('f200110000'))],
    );
    const all = await rowsOf(content);
    expect(all.map((row) => [row['websocket.payload.text'], row['sansocket.rule']])).toEqual([
      ['Hello', undefined],
      [undefined, 'extension-data-invalid'],
      ['Hello', undefined],
    ]);
  });

  it('end where the end of a frame is not known', async () => {
    const endless = 'ff'.repeat(10);
    const all = await rowsOf(`81 01 61 82 7f ${endless}`);
    expect(all.map((row) => row['sansocket.rule'])).toEqual([undefined, 'length-over-63-bits']);
    const { out } = await inspect(`81 05 48 65`);
    expect(out).toMatch(/5 cut .* 2 of 5 bytes/);
  });

  it('apply to the opening handshake', async () => {
    const bad = record(
      [
        'out',
        latin1('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
      ],
      ['in', response()],
      ['in', fromServer(1, 'Hi')],
    );
    const { out } = await inspect(bad);
    expect(out).toMatch(/GET \/ HTTP\/1\.1 .*✘ version-unsupported/);
    expect(out).toMatch(/101 Switching Protocols .*✘ accept-value-wrong/);
    expect(out).toContain('"Hi"');
    const refused = record(
      ['out', request()],
      ['in', latin1('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno')],
    );
    expect((await inspect(refused)).out).toMatch(/403 Forbidden .*\n.*2 bytes that are no frame/);
  });
});

describe('what is legal, but odd', () => {
  it('is noted', async () => {
    const all = await rowsOf(
      opened(
        ['out', fromClient(1, 'a', { maskingKey: new Uint8Array(4) })],
        ['out', concat(fromClient(1, 'b', { fin: false }), fromClient(0, ''))],
        ['in', concat(fromServer(9, ''), fromServer(9, ''), fromServer(8, ''))],
      ),
    );
    expect(all.map((row) => row['sansocket.note'])).toEqual([
      'the masking key is zero',
      undefined,
      'the masking key is repeated; an empty fragment',
      undefined,
      'a ping 0 ms after the last',
      'a Close frame without a code',
    ]);
  });
});

describe('--filter', () => {
  const numbers = async (filter: string) => {
    const { code, out, error } = await sansocket(
      'inspect',
      fixture('chromium.pcap'),
      '--export',
      'json',
      '--filter',
      filter,
    );
    if (code !== 0) throw new Error(error);
    return out.split('\n').length - 1;
  };

  it('has the words and signs of Wireshark', async () => {
    for (const [filter, frames] of [
      ['websocket.opcode == 8', 4],
      ['tcp.stream eq 0 and not websocket.masking_key', 12],
      ['tcp.stream == 0 && websocket.fin', 22],
      ['websocket.fin == false', 4],
      ['websocket.opcode >= 8 || websocket.payload_length_ext_16 > 0x1a8', 11],
      ['!(websocket.opcode < 9) && websocket.mask == 1', 2],
      ['websocket.payload.text contains "row 36"', 8],
      ['websocket.payload.text matches "^gr.+e "', 4],
      ['websocket.payload.close.reason == "bye"', 4],
      ['websocket.masking_key == ab:c1:6e:51', 1],
      ['websocket.payload.text matches "row \\d+"', 8],
      ['websocket.payload.text contains 36', 8],
      ['sansocket.from == "server" && sansocket.inflated_length ne 5', 12],
    ] as const) {
      expect([filter, await numbers(filter)]).toEqual([filter, frames]);
    }
  });

  it('takes a single byte as bytes, not as a number', async () => {
    const { out } = await inspect(
      '8901 61 8901 62 8a01 61',
      '--filter',
      'websocket.payload.ping == 61',
    );
    expect(out).toContain('1 session, 1 frame');
  });

  it('shows only those frames, and only sessions that have some', async () => {
    const { out } = await sansocket(
      'inspect',
      fixture('chromium.pcap'),
      '--filter',
      'tcp.stream == 1 && websocket.opcode == 9',
    );
    expect(out).toContain('1 session, 1 frame, no rule broken');
    expect(out).not.toContain('GET');
    expect(out).not.toContain('tcp.stream 0');
  });

  it('that is none is refused, with the nearest name', async () => {
    for (const [filter, message] of [
      ['websocket.opcod == 1', /has no field 'websocket\.opcod': did you mean websocket\.opcode\?/],
      ['websocket.opcode ==', /lacks a value after '=='/],
      ['websocket.opcode == text', /has the value 'text': a text needs quotation marks/],
      ['(websocket.fin', /lacks '\)'/],
      ['websocket.fin websocket.fin', /has 'websocket\.fin' too much/],
      ['websocket.fin &', /cannot be read at '&'/],
      ['websocket.fin &&', /ends too early/],
      ['websocket.payload.text matches "["', /no regular expression/],
      ['constructor == 1', /has no field 'constructor'/],
      ['websocket.opcode == "1"', /has the value "1", and 'websocket\.opcode' is a number/],
      ['websocket.fin < ab:cd', /has the value ab:cd, and 'websocket\.fin' is a number/],
    ] as const) {
      const { code, error } = await sansocket(
        'inspect',
        fixture('chromium.pcap'),
        '--filter',
        filter,
      );
      expect([filter, code, error]).toEqual([filter, 2, expect.stringMatching(message)]);
    }
  });
});

describe('--redact', () => {
  const content = record(
    ['out', request('Cookie: id=secret1\r\nSec-WebSocket-Protocol: secret2\r\n')],
    ['in', response('Set-Cookie: id=secret3\r\n')],
    ['out', concat(fromClient(1, 'secret4'), fromClient(9, 'secret5'))],
    [
      'in',
      concat(
        fromServer(1, 'secret4'),
        fromServer(8, concat(Uint8Array.of(3, 0xe8), latin1('secret6'))),
      ),
    ],
  );

  it('leaves no payload and no credential in any output, and keeps lengths', async () => {
    const secret = /secret\d/;
    for (const format of ['json', 'har']) {
      const { out } = await inspect(content, '--redact', '--export', format);
      expect(out).not.toMatch(secret);
      expect(out).toContain('hidden');
    }
    const html = file('');
    const { out } = await inspect(content, '--redact', '--html', html);
    expect(out).not.toMatch(secret);
    expect(readFileSync(html, 'utf8')).not.toMatch(secret);
    // In digits neither, masked or not.
    expect(readFileSync(html, 'utf8')).not.toContain('73 65 63 72 65 74');
    expect(out).toMatch(/1000 Normal Closure hidden [0-9a-f]{12}/);
    const hashes = out.match(/hidden [0-9a-f]{12}/g)!;
    // The same text has the same hash in one run, and another in the next.
    expect(hashes[0]).toBe(hashes[2]);
    expect((await inspect(content, '--redact')).out).not.toContain(hashes[0]);
    const { out: kept } = await inspect(content, '--redact', '--export', 'json');
    expect(kept).toContain('"sansocket.length":7');
  });

  it('is not needed to leave credentials out of pages', async () => {
    const html = file('');
    await inspect(content, '--html', html);
    expect(readFileSync(html, 'utf8')).not.toMatch(/secret[13]/);
    expect(readFileSync(html, 'utf8')).toContain('secret4');
  });
});

describe('the terminal', () => {
  it('gets no control characters of the traffic', async () => {
    const { out } = await inspect(
      opened(['in', fromServer(1, 'a\u001b[31m\u0007\u202eb')]),
      '--filter',
      'websocket.fin',
    );
    for (const character of '\u001b\u0007\u202e') expect(out).not.toContain(character);
  });
});
