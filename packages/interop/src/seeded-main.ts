/**
 * `pnpm seeded`: which cases and which properties find the bugs that are seeded into endpoints that are right.
 *
 * @module
 */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choice, flag, Mistake, print, runCommand, suggest, text } from '@sansocket/command-line';
import { loadCatalogue } from '@sansocket/conformance';
import { workspaceRoot } from '@sansocket/workspace';
import {
  type Bug,
  brokenProperty,
  bugs,
  type ClientBug,
  clientBugs,
  clientFindings,
  codecBugs,
  codecFindings,
  type Detection,
  detectionPage,
  type Findings,
  recordFile,
  renderDetection,
  type SeededRecord,
  serverFindings,
} from './seeded/index.ts';

/** Bugs at a time: most of the time is waiting. */
const JOBS = 3;

const { cases, autobahn } = loadCatalogue();

/** What checks the same as Autobahn|Testsuite, but for long messages. */
const outside = cases
  .filter(({ id, profile }) => profile === 'quick' && Object.values(autobahn).flat().includes(id))
  .map(({ id }) => id);

const folder = mkdtempSync(join(tmpdir(), 'seeded-'));

/** How each kind of endpoint is measured: the names of its bugs with their cases, and what finds one of them. */
const kinds: Readonly<
  Record<
    keyof SeededRecord,
    {
      readonly named: Readonly<Record<string, string>>;
      readonly detect: (bug: string | undefined, ids: readonly string[]) => Promise<Detection>;
    }
  >
> = {
  server: {
    named: bugs,
    detect: async (bug, ids) => ({
      ...detectionIn(await serverFindings(bug as Bug, ids)),
      // Properties are of what comes after the opening handshake.
      property: ids.every(isOfOpening) ? undefined : await brokenProperty(bug as Bug),
    }),
  },
  client: {
    named: clientBugs,
    detect: async (bug, ids) => detectionIn(await clientFindings(bug as ClientBug, ids)),
  },
  codec: {
    named: Object.fromEntries(Object.entries(codecBugs).map(([bug, [id]]) => [bug, id])),
    detect: async (bug, ids) => {
      const file = join(folder, `${bug ?? 'right'}.py`);
      return detectionIn(await codecFindings(bug, ids, file));
    },
  },
};

await runCommand(
  {
    name: 'pnpm seeded',
    does: `Runs cases and properties on endpoints that are right, and on each with one seeded bug. Parsers need Python.
What the record has is not measured again. Exit code 1: a bug is not found, or something is found where there is no bug.`,
    options: {
      kind: choice('KIND', 'Only this kind of endpoint', ['server', 'client', 'codec']),
      only: text('BUG', 'Only this bug, of each kind of endpoint that has it'),
      write: flag(`Record what finds each bug, and make ${detectionPage}`),
      fresh: flag('Measure again what the record has'),
    },
    example: 'pnpm seeded --only rsv-ignored',
  },
  async ({ kind: wanted, only, write, fresh }) => {
    const names = Object.values(kinds).flatMap(({ named }) => Object.keys(named));
    if (only !== undefined && !names.includes(only)) {
      throw new Mistake(`No bug is called '${only}': ${suggest(only, names)}`);
    }
    try {
      for (const kind of Object.keys(kinds) as (keyof SeededRecord)[]) {
        if (wanted !== undefined && wanted !== kind) continue;
        const known = fresh || only !== undefined ? {} : (readRecord()[kind] ?? {});
        await measure(kind, only, write, known);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** Every bug of a kind of endpoint; without a choice, the endpoint without a bug first. */
async function measure(
  kind: keyof SeededRecord,
  only: string | undefined,
  writes: boolean,
  known: Readonly<Record<string, Detection>>,
): Promise<void> {
  const { named, detect } = kinds[kind];
  const queue = Object.entries(named).filter(
    ([bug]) => (only === undefined || bug === only) && known[bug] === undefined,
  );
  const isWhole = queue.length === Object.keys(named).length;
  if (isWhole) report(kind, undefined, await detect(undefined, outside));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [bug, ids] = next;
      const own = ids === 'probe' ? [kind === 'client' ? 'HC-001' : 'HS-001'] : ids.split(' ');
      const others = own.every(isOfOpening) ? [] : outside;
      const chosen = [...new Set([...own, ...others])];
      // On a busy machine nobody may answer in time.
      const detection = await detect(bug, chosen).catch(() => detect(bug, chosen));
      report(kind, bug, detection);
      if (writes) keep(kind, bug, detection);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, work));
}

/** Cases of the opening handshake, of negotiation, of Origin and of older versions. */
function isOfOpening(id: string): boolean {
  return /^(HS|HC|EX|EC|CS|LG)-/.test(id);
}

function detectionIn({ results, trouble }: Findings): Detection {
  const ids = results.map(({ case: one }) => one.id);
  return { cases: ids.length === 0 && trouble !== undefined ? ['probe'] : ids };
}

function report(kind: string, bug: string | undefined, { cases: ids, property }: Detection): void {
  const found = property === undefined ? ids : [...ids, property];
  const isRight = found.length > 0 === (bug !== undefined);
  if (!isRight) process.exitCode = 1;
  print(`${isRight ? '' : 'WRONG '}${kind} ${bug ?? 'without a bug'}: ${found.join(' ')}`);
}

function readRecord(): Partial<SeededRecord> {
  const file = join(workspaceRoot, recordFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SeededRecord) : {};
}

/** At once: an interrupted run has not been in vain. In the order of the lists; bugs that are no more are forgotten. */
function keep(kind: keyof SeededRecord, bug: string, { cases: ids, property }: Detection): void {
  const before = readRecord();
  const sorted = cases.map(({ id }) => id).filter((id) => ids.includes(id));
  const detection = { cases: ids.includes('probe') ? ids : sorted, property };
  const now = { ...before, [kind]: { ...before[kind], [bug]: detection } };
  const record = Object.fromEntries(
    Object.entries(kinds).map(([name, { named }]) => {
      const known = now[name as keyof SeededRecord] ?? {};
      const found = Object.keys(named).flatMap((it) =>
        known[it] === undefined ? [] : [[it, known[it]] as const],
      );
      return [name, Object.fromEntries(found)];
    }),
  ) as unknown as SeededRecord;
  writeFileSync(join(workspaceRoot, recordFile), `${JSON.stringify(record, undefined, 2)}\n`);
  writeFileSync(join(workspaceRoot, detectionPage), renderDetection(record));
}
