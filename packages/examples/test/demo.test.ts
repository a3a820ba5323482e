import { describe, expect, it } from '@jest/globals';
import { example } from './helpers/program.ts';

describe('demo', () => {
  it('shows the wire from the first byte to the last, and ends', async () => {
    const { exitCode, stdout, stderr } = await example('demo.js').ended();
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').map((line) => line.trim());
    for (const shown of shownInOrder) {
      const at = lines.findIndex((line) => shown.test(line));
      expect([shown, at]).not.toEqual([shown, -1]);
      lines.splice(0, at + 1);
    }
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

const shownInOrder = [
  /^client ──▶ server {3}request, \d+ bytes$/,
  /^GET \/echo\?of=everything HTTP\/1\.1 +│ the resource name/,
  /^client ◀── server {3}response, \d+ bytes$/,
  /^HTTP\/1\.1 101 Switching Protocols +│/,
  /^client ──▶ server {3}text frame, 19 bytes$/,
  /^81 +│ fin 1, rsv 000, opcode 0001: opcode 0x1 is text$/,
  /^8d +│ mask 1, length 0001101: masked, 13 bytes$/,
  /^(?:[\da-f]{2} ){3}[\da-f]{2} +│ masking key: /,
  /│ payload, unmasked: "Hello, wörld"$/,
  /^client ◀── server {3}text frame, 15 bytes$/,
  /^01 2c +│ extended length: 300 bytes$/,
  /^client ──▶ server {3}text frame, the first of several, 16 bytes$/,
  /^client ──▶ server {3}ping frame, 18 bytes$/,
  /^client ──▶ server {3}continuation frame, the last, 18 bytes$/,
  /^client ◀── server {3}pong frame, 14 bytes$/,
  /^client ◀── server {3}text frame, 24 bytes$/,
  /^client ──▶ server {3}close frame, 12 bytes$/,
  /│ close code, unmasked: 1000, Normal Closure$/,
  /^client ◀── server {3}close frame, 4 bytes$/,
  /first the server closes its half of TCP/,
  /then the client closes its half of TCP/,
  /^close code 1000, clean$/,
];
