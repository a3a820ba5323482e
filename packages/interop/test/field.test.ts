import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadCatalogue, selectCases } from '@sansocket/conformance';
import {
  type FarmRecord,
  farmClients,
  farmRecordFile,
  fieldPage,
  historicFaults,
  peerServers,
  renderField,
  runClient,
  runServer,
} from '@sansocket/interop';

const root = join(import.meta.dirname, '../../..');
const catalogue = loadCatalogue();
const record = JSON.parse(readFileSync(join(root, farmRecordFile), 'utf8')) as FarmRecord;
const ws = peerServers.find(({ id }) => id === 'ws')!;

describe('runServer()', () => {
  it('runs cases on a server of the roster, to the end', async () => {
    const cases = selectCases(catalogue, 'quick', ['MK-*']).filter(
      ({ testee }) => testee !== 'client',
    );
    const { abilities, results } = await runServer(ws, cases);
    expect(abilities).toEqual(expect.arrayContaining(['echo', 'deflate']));
    expect(results.map(({ case: one, verdict }) => `${one.id} ${verdict}`)).toEqual(
      cases.map(({ id }) => `${id} pass`),
    );
  });

  it('starts a server that has crashed again', async () => {
    const [one] = selectCases(catalogue, 'quick', ['MK-001']);
    // It ends with the first frame that is not masked.
    const script = `
      const { createServer } = require('node:net');
      const { createHash } = require('node:crypto');
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (head) => {
          const key = /key: (\\S+)/i.exec(head)[1] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
          const accept = createHash('sha1').update(key).digest('base64');
          socket.write('HTTP/1.1 101 Hello\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n');
          socket.write('Sec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n');
          socket.on('data', (bytes) => {
            if (bytes[0] === 0x88) socket.end(Buffer.from([0x88, 0]));
            else if (bytes[1] < 0x80) process.exit(1);
            else if (bytes[0] === 0x89) {
              const payload = bytes.subarray(6, 6 + (bytes[1] & 0x7f));
              const clear = payload.map((byte, i) => byte ^ bytes[2 + (i % 4)]);
              socket.write(Buffer.from([0x8a, clear.length, ...clear]));
            }
          });
        });
      }).listen(Number(process.argv[1]), '127.0.0.1');`;
    const server = {
      ...ws,
      command: (port: number) => [process.execPath, '-e', script, '--', String(port)],
    };
    const { results } = await runServer(server, [one!]);
    expect(results.map(({ verdict }) => verdict)).toEqual(['crash']);
  });
});

describe('runClient()', () => {
  it('runs cases on a client of the roster, to the end', async () => {
    const client = farmClients.find(({ id }) => id === 'ws')!;
    const { abilities, counts, failures } = await runClient(client, ['FR-001', 'HC-009']);
    expect(abilities).toEqual(expect.arrayContaining(['echo', 'deflate']));
    expect([counts, failures]).toEqual([{ pass: 2 }, {}]);
  });
});

describe('pnpm farm', () => {
  it('lists the servers', () => {
    const main = join(root, 'packages/interop/dist/farm-main.js');
    const listed = execFileSync(process.execPath, [main, '--list'], { encoding: 'utf8' });
    expect(listed.trim().split('\n')).toEqual(peerServers.map(({ id }) => id));
  });
});

describe('renderField()', () => {
  const one = catalogue.cases.find(({ id }) => id === 'MK-001')!;
  const failure = { variant: 'text', expected: 'fail 1002', actual: 'a | b' };
  const sample: FarmRecord = {
    servers: {
      ws: {
        version: '1',
        abilities: ['echo'],
        counts: { pass: 3, fail: 1 },
        tolerated: [],
        failures: { 'MK-001': { verdict: 'fail', ...failure } },
      },
      deno: {
        version: '2',
        abilities: [],
        counts: { pass: 3, 'non-strict': 1 },
        tolerated: ['MK-001'],
        failures: {},
      },
    },
    clients: {
      websockets: {
        version: '3',
        abilities: [],
        counts: { pass: 1, fail: 1 },
        tolerated: [],
        failures: { 'MK-001': { verdict: 'fail', ...failure } },
      },
    },
    historic: {
      'CVE-0': { 'MK-001': { broken: { verdict: 'crash', ...failure }, mended: 'pass' } },
    },
  };
  const page = renderField(sample, {
    servers: peerServers,
    clients: farmClients,
    faults: [{ ...historicFaults[0]!, id: 'CVE-0', says: 'it ends' }],
    catalogue: { cases: [one], rules: catalogue.rules },
  });

  it('has a row for each server that was run', () => {
    expect(page).toContain('| `ws` | 1 | 4 | 3 | 0 |');
    expect(page).toContain('| Deno, `Deno.upgradeWebSocket` | 2 | 4 | 3 |');
    expect(page).not.toContain('Tornado');
  });

  it('has a row for each client that was run', () => {
    const clients = page.slice(page.indexOf('## Clients'));
    expect(clients).toContain('| Python, `websockets` | 3 | 2 | 1 |');
    expect(clients).toContain('| Python, `websockets` | fail | text | fail 1002 | a \\| b |');
  });

  it('quotes the sentence that a failure breaks', () => {
    expect(page).toContain('#### MK-001: a frame that is not masked');
    expect(page).toContain(`> ${catalogue.rules['mask']!.text} (RFC 6455 §5.1)`);
    expect(page).toContain('| `ws` | fail | text | fail 1002 | a \\| b |');
  });

  it('names the servers with an outcome that is tolerated', () => {
    expect(page).toContain('| MK-001 | a frame that is not masked | MUST | Deno');
  });

  it('shows each known fault, and the release without it', () => {
    expect(page).toMatch(/\| CVE-0: it ends \| .* \| MK-001 \| crash \| .* \| pass \|/);
  });
});

describe('farm.json', () => {
  it('has servers of the roster, run to the end', () => {
    const names = peerServers.map(({ id }) => id);
    const ran = Object.keys(record.servers);
    expect(ran).toEqual(names.filter((name) => ran.includes(name)));
    expect(ran.length).toBeGreaterThanOrEqual(15);
    for (const { version, counts } of Object.values(record.servers)) {
      expect(version).toMatch(/^\d/);
      expect(counts.pass).toBeGreaterThan(0);
    }
  });

  it('has at least eight clients, run to the end', () => {
    const names = farmClients.map(({ id }) => id);
    const ran = Object.keys(record.clients);
    expect(ran).toEqual(names.filter((name) => ran.includes(name)));
    expect(ran.length).toBeGreaterThanOrEqual(8);
  });

  it('has a case that shows each known fault, and passes on the release that mended it', () => {
    for (const { id, cases } of historicFaults) {
      for (const name of cases) {
        const run = record.historic[id]?.[name];
        expect(run?.broken?.verdict).toMatch(/^(?:fail|hang|crash)$/);
        expect(run?.mended).toBe('pass');
      }
    }
  });

  it('is the source of a page that the reference links', () => {
    const index = readFileSync(join(root, 'docs/reference/index.md'), 'utf8');
    expect(index).toContain(`(${fieldPage.split('/').at(-1)!})`);
    expect(renderField(record)).toContain('# The field');
  });
});
