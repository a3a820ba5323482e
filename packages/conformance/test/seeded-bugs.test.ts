/** The kit measured: a right server passes, and each bug that is seeded into it is found. @module */
import { describe, expect, it } from '@jest/globals';
import {
  type Bug,
  bugs,
  type ClientBug,
  clientBugs,
  clientFindings,
  type Findings,
  serverFindings,
} from '@sansocket/interop/seeded';

/** What is not as it should be, in words; of an endpoint that cannot be tested, why. */
function textsOf({ results, trouble }: Findings): readonly string[] {
  const texts = results.map(({ case: one, verdict, variants }) => {
    const variant = variants.find((it) => it.verdict === verdict);
    return `${one.id} ${verdict}: ${variant?.name ?? ''}: ${variant?.actual ?? ''}`;
  });
  return trouble === undefined ? texts : [...texts, trouble];
}

const findings = async (...args: Parameters<typeof serverFindings>): Promise<readonly string[]> =>
  textsOf(await serverFindings(...args));

const findingsOfClient = async (
  ...args: Parameters<typeof clientFindings>
): Promise<readonly string[]> => textsOf(await clientFindings(...args));

describe('the catalogue', () => {
  it('finds nothing in a server that is right', async () => {
    expect(await findings(undefined, [])).toEqual([]);
  });

  const all = Object.entries(bugs) as [Bug, string][];
  it.concurrent.each(all)('finds %s: %s', async (bug, cases) => {
    const ids = cases.split(' ');
    const found = await findings(bug, cases === 'probe' ? ['HS-001'] : ids);
    const missed = ids.filter((id) => !found.some((text) => text.startsWith(id)));
    expect([missed, found]).toEqual([isFoundAnyway(cases, found) ? missed : [], found]);
    expect(found).not.toEqual([]);
  });
});

describe('the catalogue for clients', () => {
  it('finds nothing in a client that is right', async () => {
    expect(await findingsOfClient(undefined, [])).toEqual([]);
  });

  it('sends no frame that the offer of a client excludes', async () => {
    const offer = 'permessage-deflate; server_no_context_takeover; server_max_window_bits=9';
    expect(await findingsOfClient(undefined, ['PM-*', 'EC-007'], offer)).toEqual([]);
    expect(await findingsOfClient('no-takeover', ['PM-010'], offer)).toEqual([]);
    expect(await findingsOfClient('no-takeover', ['PM-010'])).not.toEqual([]);
  });

  const all = Object.entries(clientBugs) as [ClientBug, string][];
  it.each(all)('finds %s: %s', async (bug, cases) => {
    const ids = cases === 'probe' ? [] : cases.split(' ');
    const found = await findingsOfClient(bug, cases === 'probe' ? ['HC-001'] : ids);
    expect(found).not.toEqual([]);
    expect(ids.filter((id) => !found.some((text) => text.startsWith(id)))).toEqual([]);
  });

  it.each([
    ['rsv-ignored', 'FR-001'],
    ['non-minimal-16', 'LN-002'],
    ['continuation-without-start', 'FG-001'],
    ['pong-cut-at-64', 'CT-001'],
    ['close-answered-by-1000', 'CL-003'],
    ['close-answered-by-1000', 'CL-026'],
    ['utf8-not-checked', 'U8-002'],
    ['no-takeover', 'PM-010'],
  ] as const)('finds %s of either end: %s', async (bug, id) => {
    const found = await findingsOfClient(bug, [id]);
    expect(found.some((text) => text.startsWith(id))).toBe(true);
  });
});

/** Of a server that cannot be tested, or that is gone, no case has a result. */
function isFoundAnyway(cases: string, found: readonly string[]): boolean {
  return cases === 'probe' || found.includes('it is gone');
}
