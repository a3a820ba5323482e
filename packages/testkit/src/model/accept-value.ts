/**
 * The proof of a WebSocket server (RFC 6455 §4.2.2): SHA-1 of the key as text and a GUID, in base64
 * (RFC 3174, RFC 4648 §4).
 *
 * @module
 */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The value of Sec-WebSocket-Accept that answers a key, as received. */
export function expectedAccept(key: string): string {
  return base64(sha1(Array.from(key + GUID, (character) => character.charCodeAt(0))));
}

/** Whether a text is base64 of 16 bytes (§4.2.1); four bits of the last letter mean nothing. */
export function isHandshakeKey(text: string): boolean {
  return text.length === 24 && /^[A-Za-z0-9+/]*==$/.test(text) && text.indexOf('=') === 22;
}

/** RFC 3174 §4 to §6.1: blocks of 64 bytes, 80 rounds each, on numbers modulo 2^32. */
function sha1(message: readonly number[]): number[] {
  let state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const padded = [...message, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  padded.push(...octetsOf(0), ...octetsOf(8 * message.length));
  for (let at = 0; at < padded.length; at += 64) {
    const block = blockHash(padded.slice(at, at + 64), state);
    state = state.map((word, i) => (word + block[i]!) % 2 ** 32);
  }
  return state.flatMap(octetsOf);
}

function blockHash(block: readonly number[], state: readonly number[]): readonly number[] {
  const words = schedule(block);
  let [a, b, c, d, e] = state as [number, number, number, number, number];
  for (const [t, word] of words.entries()) {
    const temporary = (rotate(a, 5) + mix(t, b, c, d) + e + word + constantOf(t)) % 2 ** 32;
    [a, b, c, d, e] = [temporary, a, rotate(b, 30), c, d];
  }
  return [a, b, c, d, e];
}

function schedule(block: readonly number[]): readonly number[] {
  const words: number[] = [];
  for (let i = 0; i < 64; i += 4) {
    words.push(block.slice(i, i + 4).reduce((word, octet) => word * 256 + octet, 0));
  }
  for (let t = 16; t < 80; t++) {
    words.push(rotate(words[t - 3]! ^ words[t - 8]! ^ words[t - 14]! ^ words[t - 16]!, 1));
  }
  return words;
}

function mix(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) >>> 0;
  if (t >= 40 && t < 60) return ((b & c) | (b & d) | (c & d)) >>> 0;
  return (b ^ c ^ d) >>> 0;
}

function constantOf(t: number): number {
  return [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(t / 20)]!;
}

function rotate(word: number, count: number): number {
  return ((word << count) | (word >>> (32 - count))) >>> 0;
}

function octetsOf(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) % 256);
}

function base64(octets: readonly number[]): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  const sextets = bits.match(/.{1,6}/g) ?? [];
  const text = sextets.map((sextet) => letters[Number.parseInt(sextet.padEnd(6, '0'), 2)]);
  return text.join('').padEnd(4 * Math.ceil(text.length / 4), '=');
}
