/**
 * A request to open a connection, as a browser sends it (RFC 6455 §4.1).
 *
 * @module
 */

/** The fields that a handshake needs, then those that browsers add. */
const fields: readonly string[] = [
  'Host: chat.example:9001',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Origin: https://chat.example',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Accept: */*',
  'Accept-Language: de-DE,de;q=0.9,en;q=0.8',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Cookie: session=3f2a9c1be07d4f6da8c0; theme=dark',
  'Sec-Fetch-Dest: websocket',
  'Sec-Fetch-Mode: websocket',
  'Sec-Fetch-Site: same-origin',
  'Pragma: no-cache',
  'Cache-Control: no-cache',
];

/**
 * @param count - Header fields, 5 to 16.
 * @param offer - The extensions to offer. Default: none.
 */
export function requestOf(count: number, offer?: string): Uint8Array {
  const extensions = offer === undefined ? [] : [`Sec-WebSocket-Extensions: ${offer}`];
  const lines = [...fields.slice(0, count), ...extensions];
  const head = ['GET /chat?room=7 HTTP/1.1', ...lines, '', ''];
  return Buffer.from(head.join('\r\n'), 'latin1');
}
