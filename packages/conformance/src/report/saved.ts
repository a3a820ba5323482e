/**
 * A run as plain data, as `--report json` writes it. `schemas/report.schema.json` describes the same.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { Mistake } from '@sansocket/command-line';
import type { Ability, Case, Level, Profile, Rule } from '../catalogue/index.ts';
import type { CaseResult, VariantResult, Verdict } from '../run/index.ts';
import { countsOf, type Report } from './report.ts';

/** The report of one run. */
export interface SavedReport {
  readonly format: 'sansocket-conformance-report';
  /** Of this format. */
  readonly version: 1;
  /** Of `@sansocket/conformance`. */
  readonly toolVersion: string;
  /** The URL that was tested. */
  readonly url: string;
  /** The command line of the run, without cases. */
  readonly command: string;
  readonly abilities: readonly Ability[];
  /** Sentences about the testee. */
  readonly notes: readonly string[];
  /** Milliseconds from connecting to the pong. */
  readonly roundTripMs: { readonly median: number; readonly max: number };
  /** Milliseconds for all cases. */
  readonly ms: number;
  /** Whether no case is blamed. */
  readonly passed: boolean;
  /** How many cases there are of each verdict. */
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  readonly cases: readonly SavedCase[];
}

/** The result of a case. */
export interface SavedCase {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly profile: Profile;
  readonly verdict: Verdict;
  /** Whether it fails the run, the baseline considered. */
  readonly isBlamed: boolean;
  readonly rules: readonly Rule[];
  readonly needs: readonly Ability[];
  /** Outcomes that pass, and outcomes that do not fail, unless a variant has its own. */
  readonly strict: readonly string[];
  readonly tolerated: readonly string[];
  /** Those that were run. */
  readonly variants: readonly SavedVariant[];
}

/** The result of a variant. Of those that pass only the first of a case has bytes. */
export interface SavedVariant {
  readonly name: string;
  readonly verdict: Verdict;
  readonly strict: readonly string[];
  readonly tolerated: readonly string[];
  /** The observed behaviour, in words. */
  readonly actual: string;
  /** How TCP ended, where that is no part of the verdict. */
  readonly note?: string;
  /** Milliseconds until the reaction. */
  readonly ms: number;
  readonly sent?: SavedBytes;
  readonly received?: SavedBytes;
  /** When the byte at the position `sent` was written, so many bytes had been received. */
  readonly turns?: readonly Turn[];
}

/** How far two directions of a connection had come at one moment. */
export type Turn = readonly [sent: number, received: number];

/** The first bytes of one direction. */
export interface SavedBytes {
  /** At most 1 KiB. */
  readonly hex: string;
  /** Of all bytes. */
  readonly length: number;
}

/** The run as plain data. */
export function savedOf(report: Report): SavedReport {
  const { url, command, probe, results, ms, blamed } = report;
  const cases = results.map((result) => savedCase(result, report));
  return {
    format: 'sansocket-conformance-report',
    version: 1,
    toolVersion: toolVersion(),
    url,
    command,
    abilities: probe.abilities,
    notes: probe.notes,
    roundTripMs: { median: rounded(probe.roundTrip.median), max: rounded(probe.roundTrip.max) },
    ms: Math.round(ms),
    passed: blamed.size === 0,
    counts: Object.fromEntries(countsOf(results)),
    cases,
  };
}

/** The result of a case as plain data. */
export function savedCase(
  { case: one, verdict, variants }: CaseResult,
  { rules, blamed }: Report,
): SavedCase {
  const { id, title, level, profile, needs = [], strict, tolerated = [] } = one;
  return {
    id,
    title,
    level,
    profile,
    verdict,
    isBlamed: blamed.has(id),
    rules: one.rules.flatMap((key) => rules[key] ?? []),
    needs,
    strict,
    tolerated,
    variants: variants.map((variant, i) => savedVariant(one, variant, i === 0)),
  };
}

function savedVariant(one: Case, result: VariantResult, isFirst: boolean): SavedVariant {
  const { name, verdict, expected, actual, note, ms, sent, received, turns = [] } = result;
  // A vector of a variant has a name of its own.
  const variant = one.variants.find((it) => it.name === name);
  return {
    name,
    verdict,
    strict: variant?.strict ?? [expected],
    tolerated: variant?.tolerated ?? [],
    actual,
    ...(note === undefined ? {} : { note }),
    ms: rounded(ms),
    ...(verdict === 'pass' && !isFirst
      ? {}
      : { sent: savedBytes(sent), received: savedBytes(received), turns }),
  };
}

/** The most bytes that are kept of each direction: reports stay small. */
const MOST_BYTES = 1024;

function savedBytes(bytes: Uint8Array): SavedBytes {
  const hex = Buffer.from(bytes.subarray(0, MOST_BYTES)).toString('hex');
  return { hex, length: bytes.length };
}

/** To tenths. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** The version of this package, such as `0.1.0`. */
export function toolVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/**
 * The reports in the text of a file, one or several.
 *
 * @param file - Its name, for the message.
 * @throws Mistake when it holds no report.
 */
export function parseSaved(text: string, file: string): readonly SavedReport[] {
  const parsed = parse(text);
  const several = (parsed as { readonly reports?: unknown } | undefined)?.reports;
  const all: readonly unknown[] = Array.isArray(several) ? several : [parsed];
  if (all.length > 0 && all.every(isReport)) return all;
  throw new Mistake(`'${file}' is not a report of --report json, version 1`);
}

/** @returns `undefined` for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function isReport(parsed: unknown): parsed is SavedReport {
  const { format, version, cases } = (parsed ?? {}) as Partial<SavedReport>;
  return format === 'sansocket-conformance-report' && version === 1 && Array.isArray(cases);
}
