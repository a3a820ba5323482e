/**
 * Pieces of input that mean something: a mutator that inserts one saves the fuzzer from guessing it.
 *
 * @module
 */

/** Bytes from hexadecimal digits and spaces. */
function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

/** One byte for each character. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

/** UTF-8 at its borders, valid and not (RFC 3629 §4). */
export const utf8Words: readonly Uint8Array[] = [
  'c2 80',
  'df bf',
  'e0 a0 80',
  'ed 9f bf',
  'ee 80 80',
  'ef bb bf',
  'ef bf bf',
  'f0 90 80 80',
  'f0 9f 98 80',
  'f4 8f bf bf',
  'c0 80',
  'c1 bf',
  'e0 80 80',
  'e0 9f bf',
  'ed a0 80',
  'ed bf bf',
  'f0 80 80 80',
  'f4 90 80 80',
  'f5 80 80 80',
  'fe ff',
].map(hex);

/** Codes of Close frames: sendable, only reported, not assigned (RFC 6455 §7.4). */
export const closeWords: readonly Uint8Array[] = [
  0, 999, 1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1012, 1014, 1015, 1016, 2999, 3000, 3999,
  4000, 4999, 5000, 65_535,
].map((code) => Uint8Array.of(code >> 8, code));

/** Frames and headers, masked with the key 0 and not masked (RFC 6455 §5.2). */
export const frameWords: readonly Uint8Array[] = [
  '81 00',
  '81 80 00 00 00 00',
  '81 05 48 65 6c 6c 6f',
  '81 85 37 fa 21 3d 7f 9f 4d 51 58',
  '01 83 00 00 00 00 61 62 63',
  '00 80 00 00 00 00',
  '00 80 00 00 00 00 00 80 00 00 00 00',
  '01 80 00 00 00 00 00 80 00 00 00 00',
  '00 00 00 00',
  '01 00 00 00',
  '80 81 00 00 00 00 64',
  '02 01 00',
  '00 00',
  '80 00',
  '82 fe 00 7e 00 00 00 00',
  '82 7e 00 7d',
  '82 ff 00 00 00 00 00 01 00 00 00 00 00 00',
  '82 7f 00 00 00 00 00 00 ff ff',
  '82 7f 80 00 00 00 00 00 00 00',
  '88 80 00 00 00 00',
  '88 82 00 00 00 00 03 e8',
  '88 02 03 e8',
  '88 04 03 e9 c3 bc',
  '88 01 03',
  '89 80 00 00 00 00',
  '89 04 70 69 6e 67',
  '8a 80 00 00 00 00',
  '8a 00',
  '89 fe 00 7e 00 00 00 00',
  'c1 00',
  'a1 00',
  '91 00',
  '83 00',
  '8b 00',
].map(hex);

/** Text of the heads of the opening handshake (RFC 6455 §4, RFC 9112). */
export const headWords: readonly Uint8Array[] = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\r\n ',
  '\r\n\t',
  ' :',
  ': ',
  ',',
  ', ',
  '\0',
  '\x7f',
  '\xff',
  'GET / HTTP/1.1\r\n',
  'GET http://a/ HTTP/1.1\r\n',
  'OPTIONS * HTTP/1.1\r\n',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/1.1 101 Switching Protocols\r\n',
  'HTTP/1.1 100 \r\n\r\n',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 401 \r\n',
  'HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13, 8, 7\r\n',
  'Host: a\r\n',
  'Host: [::1]:80\r\n',
  ':65535',
  ':65536',
  'Upgrade: websocket\r\n',
  'Upgrade: h2c, websocket\r\n',
  'Connection: keep-alive, Upgrade\r\n',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n',
  'Sec-WebSocket-Version: 13\r\n',
  'Sec-WebSocket-Protocol: chat, superchat\r\n',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n',
  'Origin: null\r\n',
  'Origin: http://a\r\n',
  'Cookie: a=b\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: 5\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Expect: 100-continue\r\n',
  '__proto__: x\r\n',
].map(latin1);

/** Heads and frames of the versions before RFC 6455 (hybi-00 §4, §5). */
export const hixieWords: readonly Uint8Array[] = [
  ...[
    'Upgrade: WebSocket\r\n',
    'Origin: http://a\r\n',
    'Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\n',
    'Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n',
    'Sec-WebSocket-Key1: 42949!67 295\r\n',
    'Sec-WebSocket-Key2: 4294967296 1\r\n',
    '\r\n\r\n^n:ds[4U',
    'Sec-WebSocket-Draft: 2\r\n',
    'Sec-WebSocket-Protocol: a, b\r\n',
    'WebSocket-Protocol: a\r\n',
    'Sec-WebSocket-Version: 8\r\n',
    'Sec-WebSocket-Version: 7\r\n',
    'Sec-WebSocket-Origin: http://a\r\n',
  ].map(latin1),
  ...['00 48 69 ff', 'ff 00', 'ff 80 80 00', '80 02 48 65', '80 81 00', '66 48 ff', '00 80 ff'].map(
    hex,
  ),
];

/** Names and separators of Sec-WebSocket-Extensions (RFC 6455 §9.1, RFC 7692 §7.1). */
export const extensionWords: readonly Uint8Array[] = [
  ';',
  ',',
  '=',
  '"',
  '\\',
  ' ',
  '\t',
  '\n',
  ', ,',
  '; ',
  '=""',
  '="a"',
  '="\\a"',
  '="1\\5"',
  'permessage-deflate',
  'server_no_context_takeover',
  'client_max_window_bits=15',
  'server_max_window_bits="8"',
  'x-webkit-deflate-frame',
].map(latin1);

/** Beginnings and ends of blocks (RFC 1951 §3.2.3, RFC 7692 §7.2.3). */
export const deflateWords: readonly Uint8Array[] = [
  [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00],
  [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00],
  [0xf2, 0x00, 0x11, 0x00, 0x00],
  [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f],
  [0x00, 0x00, 0xff, 0xff],
  [0x04, 0xc0, 0x81],
  [0x62, 0x60, 0x18, 0x05],
].map((bytes) => Uint8Array.from(bytes));

/** Parts of URLs (RFC 6455 §3, RFC 3986). */
export const urlWords: readonly Uint8Array[] = [
  'ws://',
  'wss://',
  'WSS://',
  'http://',
  'a.example',
  '127.0.0.1',
  '[::1]',
  '[::ffff:1.2.3.4]',
  '[1:2:3:4:5:6:7:8]',
  '[fe80::1%25a]',
  ':80',
  ':443',
  ':0',
  ':65536',
  ':',
  '@',
  'user:pass@',
  '/',
  '?',
  '#',
  '%',
  '%41',
  '%zz',
  'b\u00fccher',
  '\u3002',
  '\u0130',
  'xn--',
  '\ud83d\ude00',
  '..',
].map((text) => Uint8Array.from(Buffer.from(text, 'utf8')));
