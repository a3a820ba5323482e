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
  /^client ──▶ server {3}text, 19 bytes$/,
  /^81 +│ fin 1, rsv 000, opcode 1: text$/,
  /^8d +│ mask 1, payload length 13$/,
  /^(?:[\da-f]{2} ){3}[\da-f]{2} +│ masking key$/,
  /│ payload, unmasked: "Hello, wörld"$/,
  /^client ◀── server {3}text, 15 bytes$/,
  /^01 2c +│ payload length 300$/,
  /^client ──▶ server {3}text, first of several, 16 bytes$/,
  /^client ──▶ server {3}ping, 18 bytes$/,
  /^client ──▶ server {3}continuation, last, 18 bytes$/,
  /^client ◀── server {3}pong, 14 bytes$/,
  /^client ◀── server {3}text, 24 bytes$/,
  /^client ──▶ server {3}close, 12 bytes$/,
  /│ close code, unmasked: 1000$/,
  /^client ◀── server {3}close, 4 bytes$/,
  /first the server closes its half of TCP/,
  /then the client closes its half of TCP/,
  /^close code 1000, clean$/,
];
