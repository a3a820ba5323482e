/** Captures of packets, which `sansocket inspect` puts together to frames. @module */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { concat } from '@sansocket/testkit/wire';
import {
  fixture,
  fromClient,
  fromServer,
  inspect,
  request,
  response,
  rowsOf,
} from './helpers/inspect.ts';
import { ACK, FIN, type Part, packet, pcap, RST, type Shape, SYN } from './helpers/pcap.ts';

const client = concat(
  request(),
  fromClient(1, 'Hello'),
  fromClient(2, new Uint8Array(300)),
  fromClient(8, ''),
);
const server = concat(response(), fromServer(1, 'Hi'), fromServer(9, 'p'));

const syn: readonly Part[] = [
  { from: 'client', at: -1, flags: SYN },
  { from: 'server', at: -1, flags: SYN | ACK },
];

/** Both directions in segments of a size. */
function segments(size: number): readonly Part[] {
  const cut = (from: Part['from'], bytes: Uint8Array): Part[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => ({
      from,
      at: i * size,
      bytes: bytes.slice(i * size, (i + 1) * size),
    }));
  return [...cut('client', client), ...cut('server', server)];
}

const fins: readonly Part[] = [
  { from: 'client', at: client.length, flags: FIN | ACK },
  { from: 'server', at: server.length, flags: RST },
];

const capture = (parts: readonly Part[], link = 101, shape: Shape = {}) =>
  pcap(
    link,
    parts.map((part) => packet(part, shape)),
  );

const said = async (file: Uint8Array) =>
  (await rowsOf(file)).map((row) => [
    row['sansocket.from'],
    row['websocket.opcode'],
    row['sansocket.length'],
    row['websocket.payload.text'],
  ]);

const expected = [
  ['client', 1, 5, 'Hello'],
  ['client', 2, 300, undefined],
  ['client', 8, 0, undefined],
  ['server', 1, 2, 'Hi'],
  ['server', 9, 1, undefined],
];
const sorted = (rows: readonly (readonly unknown[])[]) =>
  [...rows].sort((a, b) => String(a).localeCompare(String(b)));

describe('a stream of TCP', () => {
  it('is put together, whatever the size of its segments', async () => {
    for (const size of [1, 7, 100, 10_000]) {
      expect(sorted(await said(capture([...syn, ...segments(size), ...fins])))).toEqual(
        sorted(expected),
      );
    }
  });

  it('is put together out of order, with segments sent twice and overlapping', async () => {
    const parts = segments(50);
    const late = [...parts].reverse();
    const overlapping = segments(120);
    expect(sorted(await said(capture([...syn, ...late, ...fins])))).toEqual(sorted(expected));
    expect(sorted(await said(capture([...syn, ...parts, ...parts, ...fins])))).toEqual(
      sorted(expected),
    );
    const mixed = parts.flatMap((part, i) => [part, overlapping[i % overlapping.length]!]);
    expect(sorted(await said(capture([...syn, ...mixed])))).toEqual(sorted(expected));
  });

  it('tells of bytes that are missing, and keeps what comes before them', async () => {
    const parts = segments(40).filter(({ from, at }) => from === 'server' || at !== 200);
    const { out } = await inspect(capture([...syn, ...parts]));
    expect(out).toContain('! 40 bytes of the client are missing: all after them is left out');
    expect(out).toMatch(/1 +\S+ +▲ +text/);
  });

  it('tells which end closed it, and how', async () => {
    const { out } = await inspect(capture([...syn, ...segments(500), ...fins]));
    expect(out).toContain('FIN by the client');
    expect(out).toContain('RST by the server');
    expect(out).toContain('10.0.0.1:50000 → 10.0.0.2:80');
  });

  it('need not be captured from its beginning on', async () => {
    expect(sorted(await said(capture(segments(200))))).toEqual(sorted(expected));
    const serverFirst = [...segments(200)]
      .reverse()
      .sort((a, b) => b.from.localeCompare(a.from) || a.at - b.at);
    expect(sorted(await said(capture(serverFirst)))).toEqual(sorted(expected));
  });
});

describe('a link', () => {
  const word = (value: number) => [value >> 8, value & 255];
  const behind =
    (...bytes: readonly number[]) =>
    (ip: Uint8Array) =>
      concat(Uint8Array.from(bytes), ip);
  const zeros = (count: number) => new Array<number>(count).fill(0);
  const links: readonly (readonly [string, number, Shape['link'], boolean])[] = [
    ['raw IP', 101, undefined, false],
    ['raw IP with IPv6', 101, undefined, true],
    ['BSD loopback', 0, behind(2, 0, 0, 0), false],
    ['Ethernet', 1, behind(...zeros(12), ...word(0x0800)), false],
    ['Ethernet with IPv6', 1, behind(...zeros(12), ...word(0x86dd)), true],
    [
      'Ethernet with a VLAN',
      1,
      behind(...zeros(12), ...word(0x8100), 0, 7, ...word(0x0800)),
      false,
    ],
    ['Linux cooked', 113, behind(...zeros(14), ...word(0x0800)), false],
    ['Linux cooked, version 2', 276, behind(...word(0x86dd), ...zeros(18)), true],
  ];
  it.each(links)('is read: %s', async (_, link, shape, isIpv6) => {
    expect(
      sorted(await said(capture([...syn, ...segments(300)], link, { link: shape, isIpv6 }))),
    ).toEqual(sorted(expected));
  });
});

describe('a capture', () => {
  it('is read in either order of bytes', async () => {
    const packets = [...syn, ...segments(300)].map((part) => packet(part));
    expect(sorted(await said(pcap(101, packets, false)))).toEqual(sorted(expected));
  });

  it('has several streams, with the numbers that Wireshark gives them', async () => {
    const http: Part = {
      from: 'client',
      at: 0,
      bytes: Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
    };
    const packets = [
      packet(http, { port: 1000 }),
      ...[...syn, ...segments(300)].map((part) => packet(part, { port: 2000 })),
      // The same ports once more.
      ...[...syn, ...segments(300)].map((part) =>
        packet({ ...part, at: part.at + 100_000 }, { port: 2000 }),
      ),
    ];
    const rows = await rowsOf(pcap(101, packets));
    expect([...new Set(rows.map((row) => row['tcp.stream']))]).toEqual([1, 2]);
    const { out } = await inspect(pcap(101, packets));
    expect(out).toContain('1 other connections of TCP are left out');
    expect((await rowsOf(pcap(101, packets), '--filter', 'tcp.stream == 2')).length).toBe(5);
  });

  it('without a handshake in plain text is refused in words', async () => {
    const tls: Part = { from: 'client', at: 0, bytes: Uint8Array.of(0x16, 3, 1, 0, 1, 0) };
    const { code, error } = await inspect(capture([...syn, tls]));
    expect([code, error]).toEqual([
      2,
      expect.stringMatching(/3 packets and 1 connections of TCP, and none that begins/),
    ]);
    expect((await inspect(pcap(101, []).subarray(0, 10))).error).toContain('ends in its header');
  });

  it('cut anywhere never breaks the program', async () => {
    const file = readFileSync(fixture('chromium.pcapng'));
    for (const length of [30, 60, 130, 700, 1501, 4002, 9003, file.length - 1]) {
      const { code, error } = await inspect(file.subarray(0, length));
      expect([length, code, error]).toEqual([
        length,
        expect.any(Number),
        expect.not.stringContaining('    at '),
      ]);
    }
  });
});
