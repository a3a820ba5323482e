/**
 * All cases against a client that comes for one after the other, by the URLs that the testees of Autobahn|Testsuite
 * ask for:
 *
 *     /getCaseCount                    a text message with the number of cases
 *     /runCase?case=N&agent=NAME       case N, from 1 on; the first one is the probe
 *     /getCaseInfo?case=N              its id and its title, as JSON
 *     /getCaseStatus?case=N&agent=NAME its result, as JSON
 *     /updateReports?agent=NAME        the end
 *
 * Each variant is a case of its own there.
 *
 * @module
 */

import type { Case, Variant } from '../catalogue/index.ts';
import type { Arrival, Line } from '../peer/index.ts';
import { type Probe, probeClient, Unreachable } from './probe.ts';
import type { ClientSetup } from './respond.ts';
import { attempt } from './session.ts';
import { isSupported, type RunOptions, type RunResult, runVariant } from './suite.ts';
import { patient, type Times } from './times.ts';
import { type CaseResult, caseResult, type VariantResult, type Verdict } from './verdict.ts';
import { withWatches } from './watches.ts';

/** One variant, as the client counts them. */
interface Entry {
  readonly one: Case;
  readonly variant: Variant;
}

/** A client that has not come back after so many milliseconds has gone. */
const PATIENCE_MS = 30_000;

/** The words of the older suite. */
const statuses: Readonly<Record<Verdict, string>> = {
  pass: 'OK',
  info: 'INFORMATIONAL',
  unsupported: 'UNIMPLEMENTED',
  'non-strict': 'NON-STRICT',
  slow: 'NON-STRICT',
  flaky: 'FAILED',
  fail: 'FAILED',
  hang: 'FAILED',
  crash: 'FAILED',
  harness: 'FAILED',
};

/** The loop of one client. */
export class Loop {
  readonly #authority: string;
  readonly #cases: readonly Case[];
  readonly #entries: readonly Entry[];
  readonly #options: RunOptions;
  readonly #keys = new Set<string>();
  readonly #results = new Map<number, VariantResult | 'unsupported'>();
  readonly #ended: Promise<boolean>;
  #end!: (isGone: boolean) => void;
  #probe: Probe | undefined;
  #failure: Error | undefined;
  #last: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #hasEnded = false;

  /** @param authority - Host and port that the client was given. */
  constructor(authority: string, cases: readonly Case[], options: RunOptions) {
    this.#authority = authority;
    this.#cases = cases;
    this.#entries = cases.flatMap((one) => one.variants.map((variant) => ({ one, variant })));
    this.#options = options;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** A connection that asks for a WebSocket. */
  receive({ line, target }: Arrival): void {
    clearTimeout(this.#timer);
    void this.#answer(line, target)
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        line.close();
        clearTimeout(this.#timer);
        if (this.#hasEnded) return;
        const patience = PATIENCE_MS * this.#options.scale;
        this.#timer = setTimeout(() => this.#finish(true), patience);
      });
  }

  /** The client comes no more. @param isGone - Without a word. */
  #finish(isGone: boolean): void {
    clearTimeout(this.#timer);
    this.#hasEnded = true;
    this.#end(isGone);
  }

  /**
   * Waits for the end. The client is gone if it has not come for all cases, nor said that it has ended.
   *
   * @throws Unreachable when the client cannot be tested.
   */
  async result(): Promise<RunResult> {
    const isGone = await this.#ended;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#probe === undefined) {
      throw new Unreachable('The client did not come for the first case, /runCase?case=1');
    }
    if (isGone && this.#last !== undefined) this.#blame(this.#last);
    const results = withWatches(this.#cases.flatMap((one) => this.#resultOf(one) ?? []));
    return { probe: this.#probe, results, isGone };
  }

  async #answer(line: Line, target: string): Promise<void> {
    const base = `ws://${this.#authority}`;
    if (!URL.canParse(target, base)) return undefined;
    const { pathname, searchParams } = new URL(target, base);
    const number = Number(searchParams.get('case'));
    switch (pathname) {
      case '/runCase':
        return number === 1 ? this.#meet(line) : this.#run(line, number - 2);
      case '/getCaseCount':
        return this.#say(line, String(this.#entries.length + 1));
      case '/getCaseInfo':
        return this.#say(line, JSON.stringify(this.#infoOf(number - 2)));
      case '/getCaseStatus':
        return this.#say(line, JSON.stringify({ behavior: this.#statusOf(number - 2) }));
      case '/updateReports':
        await this.#say(line, undefined);
        this.#finish(false);
        return undefined;
      default:
        return undefined;
    }
  }

  /** The probe. */
  async #meet(line: Line): Promise<void> {
    try {
      this.#probe = await probeClient(this.#setup(line), this.#options.scale);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#failure = error;
      this.#finish(false);
      return;
    }
    this.#options.onProbe(this.#probe);
  }

  async #run(line: Line, index: number): Promise<void> {
    const entry = this.#entries[index];
    if (entry === undefined || this.#probe === undefined) return;
    const { one, variant } = entry;
    if (!isSupported(one, this.#probe.abilities)) {
      await this.#say(line, undefined);
      this.#results.set(index, 'unsupported');
    } else {
      // Nothing is tried again: so a case gets the time of a second try at once.
      const times = patient(this.#probe.times);
      this.#results.set(index, await runVariant(this.#setup(line), one, variant, times));
    }
    this.#last = index;
    if (this.#entries[index + 1]?.one !== one) this.#options.onResult(this.#resultOf(one)!);
  }

  /** Answers by a message, or none, and a Close frame. */
  async #say(line: Line, text: string | undefined): Promise<void> {
    const close = { frame: { opcode: 8, hex: '03e8' } };
    const steps = text === undefined ? [close] : [{ frame: { opcode: 1, text } }, close];
    const times: Times = { reaction: 3000, beat: 0 };
    await attempt(this.#setup(line), { name: 'plain', strict: [], tolerated: [], steps }, times);
  }

  #setup(line: Line): ClientSetup {
    return {
      authority: this.#authority,
      visit: () => Promise.resolve({ line, leave: () => Promise.resolve() }),
      keys: this.#keys,
      isEcho: this.#probe?.abilities.includes('echo') === true,
    };
  }

  #infoOf(index: number): { readonly id: string; readonly description: string } {
    const entry = this.#entries[index];
    if (entry === undefined) return { id: 'probe', description: 'The abilities of the client' };
    const { one, variant } = entry;
    return { id: `${one.id}/${variant.name}`, description: one.title };
  }

  #statusOf(index: number): string {
    const result = this.#results.get(index);
    if (result === undefined) return 'OK';
    return statuses[result === 'unsupported' ? result : result.verdict];
  }

  /** Of the last case that the client came for. */
  #blame(index: number): void {
    const result = this.#results.get(index);
    if (result === undefined || result === 'unsupported' || index === this.#entries.length - 1) {
      return;
    }
    const actual = `${result.actual}, and the client did not come for the next case`;
    this.#results.set(index, { ...result, verdict: 'crash', actual });
  }

  /** @returns `undefined` for a case that the client has not come for. */
  #resultOf(one: Case): CaseResult | undefined {
    const found = this.#entries.flatMap((entry, i) =>
      entry.one === one ? (this.#results.get(i) ?? []) : [],
    );
    if (found.length === 0) return undefined;
    const variants = found.filter((it) => it !== 'unsupported');
    return variants.length === 0
      ? { case: one, verdict: 'unsupported', variants }
      : caseResult(one, variants);
  }
}
