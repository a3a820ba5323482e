/** The properties measured: a right server has them all, and each bug that is listed is found by the property beside it. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import {
  type Bench,
  benchOf,
  type CaseResult,
  factors,
  loadCatalogue,
  pairRows,
  parseTarget,
  probe,
  properties,
  type Row,
  type Search,
  search,
  type Verdict,
} from '@sansocket/conformance';
import { type Bug, openEndpoint } from '@sansocket/interop/seeded';

const { cases } = loadCatalogue();
const SEED = 1;

/** The property that finds a bug with this seed. Of openings and negotiation only cases know. */
const findingProperty: Partial<Record<Bug, string>> = {
  // Of headers.
  'rsv-ignored': 'one-defect',
  'rsv-on-control-ignored': 'one-defect',
  'rsv2-with-deflate-ignored': 'one-defect',
  'reserved-data-opcodes': 'one-defect',
  'reserved-control-opcodes': 'one-defect',
  'unmasked-accepted': 'one-defect',
  'unmasked-control-accepted': 'one-defect',
  'non-minimal-16': 'length',
  'non-minimal-64': 'length',
  'msb-ignored': 'one-defect',
  'length-in-16-bits-signed': 'length',
  'length-64-as-16': 'length',
  'control-too-long': 'one-defect',
  'control-fragmented': 'one-defect',
  'key-phase-kept': 'masking',
  'key-zero-is-none': 'masking',
  'key-ignored-when-empty': 'masking',
  'header-cut-loses-byte': 'chunking',
  // Of fragments.
  'continuation-without-start': 'one-defect',
  'new-message-inside': 'one-defect',
  'new-fragmented-message-inside': 'one-defect',
  'fragment-type-of-last': 'fragmentation',
  'empty-first-fragment-is-none': 'fragmentation',
  'empty-last-fragment-lost': 'fragmentation',
  'control-ends-message': 'control',
  'fragments-swapped': 'fragmentation',
  // Of control frames.
  'pong-cut-at-64': 'control',
  'no-pong-inside-message': 'control',
  'pong-answered': 'control',
  'ping-payload-must-be-utf8': 'control',
  'hang-on-empty-ping': 'control',
  // Of the closing handshake.
  'close-not-answered': 'close',
  'close-answered-by-1000': 'close',
  'close-always-empty': 'close',
  'close-of-one-byte': 'close',
  'close-below-1000': 'close',
  'close-1005': 'close',
  'close-undefined-codes': 'close',
  'close-above-4999': 'close',
  'close-reason-not-utf8': 'close',
  'close-4000-refused': 'close',
  'text-after-close': 'close',
  'fatal-goes-on': 'one-defect',
  'two-close-frames': 'close',
  'close-code-swapped': 'close',
  // Of texts.
  'utf8-not-checked': 'utf8',
  'utf8-by-fragment': 'utf8',
  'surrogates-accepted': 'utf8',
  'overlong-accepted': 'utf8',
  'bom-stripped': 'utf8',
  'text-cut-at-nul': 'utf8',
  'binary-as-text': 'echo',
  // Of compression.
  'no-takeover': 'compression',
  'rsv1-anywhere': 'one-defect',
  'plain-is-inflated': 'compression',
  'bfinal-ends-stream': 'compression',
  'inflate-error-ignored': 'one-defect',
  'echo-twice': 'echo',
  'echo-as-binary': 'echo',
  'drops-every-256th-byte': 'echo',
  'crash-on-reserved-opcode': 'one-defect',
};

/** Works with the server on a port. */
async function at<Result>(
  port: number,
  isStrict: boolean,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(`ws://127.0.0.1:${port}/`);
  const setup = { target, fields: [], subprotocols: [], isEcho: false };
  const restart = (): Promise<boolean> => Promise.resolve(false);
  return work(await benchOf(setup, await probe(setup, 1), { cases, isStrict, restart }));
}

/** Works with a server that has the bug. */
async function withBug<Result>(
  bug: Bug | undefined,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const endpoint = await openEndpoint(bug);
  try {
    return await at(endpoint.port, true, work);
  } finally {
    endpoint.close();
  }
}

interface Searched extends Search {
  /** Of each session. */
  readonly verdicts: readonly Verdict[];
}

async function searched(bench: Bench, name: string, runs: number): Promise<Searched> {
  const verdicts: Verdict[] = [];
  const property = properties.find((one) => one.name === name)!;
  const onResult = ({ verdict }: CaseResult): void => void verdicts.push(verdict);
  const options = { runs, seed: SEED, shrinkBudget: 0, onResult };
  return { ...(await search(bench, property, options)), verdicts };
}

describe('properties', () => {
  it('hold for a server that is right, strictly, in 1000 sessions', async () => {
    const runs = Math.ceil(1000 / (properties.length - 1));
    await withBug(undefined, async (bench) => {
      for (const { name } of properties) {
        const { finding, verdicts } = await searched(bench, name, runs);
        expect([name, finding?.result]).toEqual([name, undefined]);
        expect(verdicts.length).toBeGreaterThanOrEqual(Math.min(runs, 30));
      }
    });
  });

  it.each(Object.entries(findingProperty) as [Bug, string][])('find %s: %s', async (bug, name) => {
    const { finding } = await withBug(bug, (bench) => searched(bench, name, 200));
    expect(finding?.property.name).toBe(name);
  });
});

describe('properties of a server that does not send messages back', () => {
  const found = async (bug: Bug | undefined, name: string): Promise<boolean> => {
    const { finding } = await withBug(bug, (bench) =>
      searched({ ...bench, setup: { ...bench.setup, isEcho: false } }, name, 50),
    );
    return finding !== undefined;
  };

  it('compare pongs, Close frames and the end of the stream', async () => {
    expect(await found(undefined, 'fragmentation')).toBe(false);
    expect(await found('empty-first-fragment-is-none', 'fragmentation')).toBe(true);
    expect(await found('pong-answered', 'control')).toBe(true);
    expect(await found('utf8-by-fragment', 'utf8')).toBe(true);
  });

  it('do not compare messages', async () => {
    expect(await found('fragment-type-of-last', 'fragmentation')).toBe(false);
  });
});

describe('search()', () => {
  /** A right server whose answers on one connection are lost, or end behind the response. */
  const searchedWith = async (fault: 'lost' | 'end'): Promise<Searched> => {
    const endpoint = await openEndpoint();
    let isDue = false;
    const relay = createServer((client) => {
      const server = connect(endpoint.port, '127.0.0.1');
      const has = isDue ? fault : undefined;
      isDue = false;
      let isOpen = false;
      server.on('data', (chunk) => {
        if (isOpen && has === 'lost') return;
        client.write(chunk);
        if (has === 'end') client.end();
        isOpen = true;
      });
      client.on('data', (chunk) => server.write(chunk));
      client.on('close', () => server.destroy()).on('error', () => undefined);
      server.on('close', () => client.destroy()).on('error', () => undefined);
    });
    relay.listen(0, '127.0.0.1');
    await once(relay, 'listening');
    try {
      return await at((relay.address() as AddressInfo).port, false, (bench) => {
        isDue = true;
        return searched(bench, 'echo', 20);
      });
    } finally {
      relay.close();
      endpoint.close();
    }
  };

  it('takes a time-out for slow where an answer comes with more time', async () => {
    const { finding, verdicts } = await searchedWith('lost');
    expect(finding).toBeUndefined();
    expect(verdicts.filter((verdict) => verdict !== 'pass')).toEqual(['slow']);
  });

  it('reports a failure that does not come again as flaky, and does not shrink it', async () => {
    const { finding } = await searchedWith('end');
    expect(finding).toMatchObject({ result: { verdict: 'flaky' }, shrinks: 0 });
  });
});

describe('pairRows()', () => {
  const names = Object.keys(factors) as (keyof Row)[];

  /** Pairs of values, in words. */
  const pairsIn = (rows: readonly Row[]): ReadonlySet<string> =>
    new Set(
      rows.flatMap((row) =>
        names.flatMap((one) => names.map((other) => `${one} ${row[one]}, ${other} ${row[other]}`)),
      ),
    );

  it('brings each two values of two factors together', () => {
    const covered = pairsIn([...pairRows('server'), ...pairRows('client')]);
    for (const one of names) {
      for (const other of names.filter((name) => name !== one)) {
        for (const value of factors[one]) {
          for (const its of factors[other])
            expect(covered).toContain(`${one} ${value}, ${other} ${its}`);
        }
      }
    }
  });

  it('gives the same rows each time, few of them', () => {
    expect(pairRows('server')).toEqual(pairRows('server'));
    expect(pairRows('server').length).toBeLessThan(50);
  });

  it('leaves out what the server cannot do', () => {
    expect(pairRows('server', ['compression']).every((row) => row.compression === 'none')).toBe(
      true,
    );
  });
});
