/** What `sansocket inspect` reads and writes, beside tshark: field by field. @module */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { concat, positionBytes, positionText } from '@sansocket/testkit/wire';
import {
  file,
  fixture,
  fromClient,
  fromServer,
  inspect,
  opened,
  type Row,
  rows,
} from './helpers/inspect.ts';
import { run, sansocket } from './helpers/sansocket.ts';

const hasTshark = spawnSync('tshark', ['--version']).status === 0;
/** A machine may lack it, CI may not. */
const itNeedsTshark = hasTshark || (process.env['CI'] ?? '') !== '' ? it : it.skip;

/** Fields of which there is one for each frame that has it. */
const names = [
  'websocket.fin',
  'websocket.rsv',
  'websocket.pmc',
  'websocket.opcode',
  'websocket.mask',
  'websocket.payload_length',
  'websocket.payload_length_ext_16',
  'websocket.payload_length_ext_64',
  'websocket.masking_key',
  'websocket.payload.close.status_code',
  'websocket.payload.close.reason',
  'websocket.payload.ping',
  'websocket.payload.pong',
] as const;

type Values = readonly (string | number)[];

const plain = (value: string): string | number => {
  if (/^(True|False)$/.test(value)) return Number(value === 'True');
  return /^(?:\d+|0x[0-9a-f]+)$/.test(value) ? Number(value) : value;
};

/** For each stream, and for each field in it, the values in order; digits of bytes without colons. */
const columns = (all: readonly (readonly [stream: string, field: string, values: Values])[]) => {
  const found = new Map<string, (string | number)[]>();
  for (const [stream, field, values] of all) {
    const key = `${stream} ${field}`;
    found.set(key, [...(found.get(key) ?? []), ...values]);
  }
  return Object.fromEntries([...found].filter(([, values]) => values.length > 0).sort());
};

/** A packet may have several frames: then their values are joined with a character that no value has. */
async function tshark(path: string): Promise<ReturnType<typeof columns>> {
  const fields = ['tcp.stream', ...names].flatMap((name) => ['-e', name]);
  const format = ['-T', 'fields', '-E', 'separator=/t', '-E', 'aggregator=|', '-E', 'occurrence=a'];
  const { code, out, error } = await run(
    'tshark',
    '-r',
    path,
    '-Y',
    'websocket',
    ...format,
    ...fields,
  );
  if (code !== 0) throw new Error(error);
  const lines = out.split('\n').filter((line) => line !== '');
  return columns(
    lines.flatMap((line) => {
      const [stream = '', ...values] = line.split('\t');
      return values.map((value, i) => {
        const its =
          value === '' ? [] : value.split('|').map((one) => plain(one.replaceAll(':', '')));
        return [stream.split('|')[0]!, names[i]!, its] as const;
      });
    }),
  );
}

const ours = (all: readonly Row[]) =>
  columns(
    all.flatMap((row) =>
      names.map((name) => {
        const value = row[name];
        const its =
          value === undefined || value === '' ? [] : [plain(String(value).replaceAll(':', ''))];
        return [String(row['tcp.stream']), name, its] as const;
      }),
    ),
  );

const json = async (path: string) => {
  const { code, out, error } = await sansocket('inspect', path, '--export', 'json');
  if (code !== 0) throw new Error(error);
  return rows(out);
};

describe('a capture of Chromium and ws, by tcpdump and dumpcap', () => {
  itNeedsTshark.each(['chromium.pcap', 'chromium.pcapng'])(
    'has the frames that tshark sees, field by field: %s',
    async (name) => {
      const all = await json(fixture(name));
      expect(ours(all)).toEqual(await tshark(fixture(name)));
      expect(all.length).toBe(44);
    },
  );

  itNeedsTshark('has the packets and the inflated texts of tshark', async () => {
    const path = fixture('chromium.pcap');
    const fields = ['frame.number', 'websocket.payload.text'].flatMap((name) => ['-e', name]);
    const { out } = await run(
      'tshark',
      '-r',
      path,
      '-Y',
      'websocket',
      '-T',
      'fields',
      '-E',
      'separator=|',
      ...fields,
    );
    const texts = out.split('\n').map((line) => line.split('|'));
    const all = await json(path);
    expect(texts.slice(0, -1).map(([packet]) => Number(packet))).toEqual(
      all.map((row) => row['frame.number']).sort((a, b) => Number(a) - Number(b)),
    );
    // tshark 4.0 inflates neither fragments nor all messages without context takeover: what it has is the same.
    const compared = all.filter((row) => {
      const text = texts.find(([packet]) => Number(packet) === row['frame.number'])?.[1] ?? '';
      if (text === '' || row['websocket.opcode'] !== 1) return false;
      expect(JSON.stringify(row['websocket.payload.text']).slice(1, 9)).toBe(
        JSON.stringify(text).slice(1, 9),
      );
      return true;
    });
    expect(compared.length).toBeGreaterThan(15);
  });

  itNeedsTshark('is filtered to the same packets by the same words', async () => {
    const path = fixture('chromium.pcap');
    for (const filter of [
      'tcp.stream eq 0 and not websocket.masking_key',
      'websocket.opcode >= 8 || websocket.payload_length_ext_16 > 0x1a8',
      '!(websocket.opcode < 9) && websocket.mask == 1',
      'websocket.payload.text matches "^gr.+e "',
    ]) {
      const { out } = await sansocket('inspect', path, '--export', 'json', '--filter', filter);
      const theirs = await run(
        'tshark',
        '-r',
        path,
        '-Y',
        `websocket && (${filter})`,
        '-T',
        'fields',
        '-e',
        'frame.number',
      );
      const packets = rows(out).map((row) => Number(row['frame.number']));
      expect(packets.sort((a, b) => a - b)).toEqual(theirs.out.trim().split('\n').map(Number));
    }
  });

  it('shows every message inflated, fragments too, with and without context takeover', async () => {
    const all = await json(fixture('chromium.pcap'));
    const messages = (stream: number, from: string) =>
      all
        .filter((row) => row['tcp.stream'] === stream && row['sansocket.from'] === from)
        .filter((row) => 'sansocket.data' in row)
        .map((row) => row['websocket.payload.text'] ?? row['sansocket.data']);
    const lines = Array.from({ length: 80 }, (_, i) => `{"id":${i},"name":"row ${i * i}"}`).join(
      '\n',
    );
    const bytes = Buffer.from(Uint8Array.from({ length: 300 }, (_, i) => i * i * 37 + (i >> 3)));
    const sent = [
      'Hello',
      'Hello',
      lines,
      lines,
      bytes.toString('hex').replace(/..(?=.)/g, '$&:'),
      '',
      'Grüße 🌍',
    ];
    for (const stream of [0, 1]) {
      expect(messages(stream, 'client')).toEqual([...sent, 'fragments please']);
      expect(messages(stream, 'server')).toEqual([
        ...sent,
        'three fragments, of one message, sent by ws',
      ]);
    }
    expect(all.filter((row) => 'sansocket.rule' in row)).toEqual([]);
  });
});

describe('a pcapng that is exported', () => {
  const exported = async (path: string) => {
    const pcapng = file('');
    const { code, error } = await sansocket('inspect', path, '--export', `pcapng:${pcapng}`);
    if (code !== 0) throw new Error(error);
    return pcapng;
  };

  itNeedsTshark('is dissected to the frames of the capture that it was made from', async () => {
    const pcapng = await exported(fixture('chromium.pcap'));
    expect(await tshark(pcapng)).toEqual(await tshark(fixture('chromium.pcap')));
    // Nothing is wrong with its TCP, its checksums included.
    const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
    const { out } = await run(
      'tshark',
      '-r',
      pcapng,
      ...checks,
      '-Y',
      'tcp.analysis.flags || tcp.checksum.bad || ip.checksum.bad',
    );
    expect(out).toBe('');
  });

  itNeedsTshark('has frames of all lengths, and control frames of both ends', async () => {
    const record = opened(
      ['out', concat(fromClient(1, positionText(125)), fromClient(2, positionBytes(126)))],
      ['in', fromServer(2, positionBytes(70_000))],
      ['out', fromClient(1, 'not', { fin: false })],
      ['in', fromServer(9, 'are you there')],
      ['out', concat(fromClient(10, 'are you there'), fromClient(0, 'whole'))],
      ['out', fromClient(8, Buffer.from('0fa5e282ac', 'hex'))],
      ['in', fromServer(8, Buffer.from('03e8', 'hex'))],
    );
    const path = file(record);
    const all = await json(path);
    expect(all.length).toBe(9);
    const pcapng = await exported(path);
    expect(ours(all)).toEqual(await tshark(pcapng));
    // And it is read back to the same frames.
    const again = await json(pcapng);
    const withoutPackets = (list: readonly Row[]) =>
      list.map((row) => ({ ...row, 'frame.number': 0, 'sansocket.ms': 0 }));
    expect(withoutPackets(again)).toEqual(withoutPackets(all));
  });

  it('needs a handshake, and shows what --redact is to hide', async () => {
    const bare = await inspect('81 02 68 69', '--export', 'pcapng');
    expect([bare.code, bare.error]).toEqual([
      2,
      expect.stringMatching(/^tcp\.stream 0 has no opening handshake/),
    ]);
    const hidden = await inspect(opened(), '--export', 'pcapng', '--redact');
    expect([hidden.code, hidden.error]).toEqual([
      2,
      expect.stringMatching(/^Option --redact hides the bytes/),
    ]);
  });
});
