/** Verdicts that depend on more than one connection, or on more than the reaction. @module */
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type Case,
  type CaseResult,
  loadCatalogue,
  parseTarget,
  runSuite,
  selectCases,
} from '@sansocket/conformance';
import { type Bug, type Endpoint, openEndpoint } from '@sansocket/interop/seeded';

const catalogue = loadCatalogue();

const probe = {
  abilities: ['echo', 'surrogates'],
  times: { reaction: 1000, beat: 2 },
  roundTrip: { median: 1, max: 1 },
  notes: [],
} as const;

describe('runSuite()', () => {
  let endpoint: Endpoint | undefined;
  afterEach(() => endpoint?.close());

  /** By the id of each case. */
  const run = async (
    cases: readonly Case[],
    bug?: Bug,
    connections?: number,
    reaction: number = probe.times.reaction,
  ): Promise<Readonly<Record<string, CaseResult>>> => {
    endpoint = await openEndpoint(bug, connections);
    const target = parseTarget(`ws://127.0.0.1:${endpoint.port}/`);
    const setup = { target, fields: [], subprotocols: [], isEcho: true };
    const found = { ...probe, times: { ...probe.times, reaction } };
    const { results } = await runSuite(setup, found, cases, {
      jobs: 1,
      onResult: () => undefined,
      restart: () => Promise.resolve(false),
    });
    return Object.fromEntries(results.map((result) => [result.case.id, result]));
  };
  const cases = (...ids: readonly string[]): readonly Case[] =>
    selectCases(catalogue, 'hostile', ids);
  /** With their first variants alone: nothing else is waited for in vain. */
  const short = (...ids: readonly string[]): readonly Case[] =>
    cases(...ids).map((one) => ({ ...one, variants: one.variants.slice(0, 1) }));

  it('says flaky where a case that was answered wrongly passes alone', async () => {
    const { 'MK-001': result } = await run(cases('MK-001'), 'unmasked-accepted', 1);
    expect(result!.verdict).toBe('flaky');
    expect(result!.variants[0]!.actual).toBe(
      '101, text "a", ping answered; another time: 101, Close 1002, end of TCP',
    );
  });

  it('says harness where the error is its own', async () => {
    const [one] = cases('MK-007');
    const variants = one!.variants.map((variant) => ({ ...variant, strict: ['nonsense'] }));
    const { 'MK-007': result } = await run([{ ...one!, variants }]);
    expect(result!.verdict).toBe('harness');
    expect(result!.variants[0]!.actual).toBe("Unknown outcome 'nonsense'");
  });

  it('notes TCP that is left open, and fails only the cases on it', async () => {
    const all = await run(short('FR-001', 'TC-011'), 'fatal-leaves-tcp-open');
    expect(all['FR-001']!.verdict).toBe('pass');
    expect(all['FR-001']!.variants[0]!.note).toBe(
      'TCP is left for us to end after the Close frame',
    );
    expect(all['TC-011']!.verdict).toBe('non-strict');
  });

  it('fails the cases on the end of TCP where TCP never ends', async () => {
    const all = await run(short('TC-011', 'FR-001'), 'tcp-never-ends');
    expect(all['TC-011']!.verdict).toBe('hang');
    expect(all['FR-001']!.verdict).toBe('pass');
    expect(all['FR-001']!.variants[0]!.note).toBe('TCP is still open after the Close frame');
  });

  it('fails a case that watches for a breach in another case', async () => {
    const all = await run(cases('SE-007', 'U8-015'), 'sends-surrogates');
    expect(all['SE-007']!.verdict).toBe('fail');
    expect(all['SE-007']!.variants.at(-1)!.actual).toBe('breaks text-not-utf8 in U8-015 (D800)');
    expect((await run(cases('SE-007'), 'sends-surrogates'))['SE-007']!.verdict).toBe('pass');
  });

  it('does not wait for nothing as long as for an answer', async () => {
    const { 'CT-007': result } = await run(short('CT-007'), undefined, undefined, 1e6);
    expect(result!.verdict).toBe('pass');
  });

  it('opens many connections at once, and in turn', async () => {
    const [one] = cases('RS-021');
    const { name: _, connections: many, ...same } = one!.variants[0]!;
    const variants = [
      { ...same, name: 'at once', connections: 20 },
      { ...same, name: 'in turn', turns: 20 },
    ];
    expect(many).toBe(200);
    const { 'RS-021': result } = await run([{ ...one!, level: 'MUST', variants }]);
    expect(result!.variants.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });
});
