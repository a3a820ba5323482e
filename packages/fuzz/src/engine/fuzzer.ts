/**
 * The loop: change an input that was worth keeping, execute it, keep it if it reached something new.
 *
 * @module
 */
import type { Executor } from './executor.ts';
import { type Finding, signatureOf } from './finding.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutators.ts';
import type { Random } from './random.ts';
import { Hang, watched } from './watchdog.ts';

/** Executions under one watch, and between two looks at the clock. */
const BATCH = 64;

/** The callbacks and limits of a fuzzer. */
export interface FuzzerOptions {
  /** An input reached something new and was kept. */
  onKept?(input: Uint8Array): void;
  /** An input broke the promise in a way that was not seen before. */
  onFinding?(finding: Finding): void;
  /** Executions to spend on making a finding smaller. Default: 20 000. */
  readonly minimiseAttempts?: number;
  /**
   * Real time after which a batch of executions counts as hanging, in milliseconds. Generous, since
   * other programs run too. Default: 10 000.
   */
  readonly hangMs?: number;
}

/** Fuzzes one target. The same seed and corpus lead to the same inputs. */
export class Fuzzer {
  readonly executor: Executor;
  readonly #random: Random;
  readonly #options: FuzzerOptions;
  readonly #corpus: Uint8Array[] = [];
  readonly #signatures = new Set<string>();
  readonly #unminimised: Finding[] = [];

  constructor(executor: Executor, random: Random, options: FuzzerOptions = {}) {
    this.executor = executor;
    this.#random = random;
    this.#options = options;
  }

  /** Inputs that reached something new, in the order in which they did. */
  get corpus(): readonly Uint8Array[] {
    return this.#corpus;
  }

  /** Different ways in which the promise was broken. */
  get findings(): number {
    return this.#signatures.size;
  }

  /** Executes inputs that were worth keeping before. */
  load(inputs: readonly Uint8Array[]): void {
    for (let at = 0; at < inputs.length; at += BATCH) {
      this.#watch(() => {
        for (const input of inputs.slice(at, at + BATCH)) this.#try(input, false);
      });
    }
    if (this.#corpus.length === 0) this.#corpus.push(new Uint8Array(0));
  }

  /**
   * Fuzzes for a while.
   *
   * @param isOver - Asked after every few executions.
   */
  run(isOver: () => boolean): void {
    while (!isOver()) {
      this.#watch(() => {
        for (let i = 0; i < BATCH; i++) this.#try(this.#next(), true);
      });
    }
  }

  /** Recent inputs are chosen more often: they led to new code. */
  #next(): Uint8Array {
    const newest = this.#corpus.length - 1;
    const back = this.#random.below(1 + this.#random.below(this.#corpus.length));
    const { dictionary, maxBytes } = this.executor.target;
    const context = { random: this.#random, dictionary, partner: this.#random.pick(this.#corpus) };
    return mutate(this.#corpus[newest - back]!, context, maxBytes);
  }

  #try(input: Uint8Array, isNew: boolean): void {
    const { news, error } = this.executor.execute(input);
    if (error !== undefined) {
      this.#found(input, error);
    } else if (news > 0) {
      this.#corpus.push(input);
      if (isNew) this.#options.onKept?.(input);
    }
  }

  #found(input: Uint8Array, error: Error): void {
    const signature = signatureOf(error);
    if (this.#signatures.has(signature)) return;
    this.#signatures.add(signature);
    this.#unminimised.push({ target: this.executor.target.name, input, error });
  }

  #minimise({ target, input, error }: Finding): Finding {
    const signature = signatureOf(error);
    const errorOf = (candidate: Uint8Array) => this.executor.execute(candidate).error;
    const shows = (candidate: Uint8Array): boolean => {
      const same = errorOf(candidate);
      return same !== undefined && signatureOf(same) === signature;
    };
    const small = minimise(input, shows, this.#options.minimiseAttempts ?? 20_000);
    return { target, input: small, error: errorOf(small) ?? error };
  }

  /** Executes a batch. A hang is a finding too; it is not minimised, which would take minutes. */
  #watch(batch: () => void): void {
    try {
      watched(batch, this.#options.hangMs ?? 10_000);
    } catch (error) {
      if (!(error instanceof Hang)) throw error;
      this.#found(this.executor.current, error);
    }
    for (const finding of this.#unminimised.splice(0)) {
      const isHang = finding.error instanceof Hang;
      this.#options.onFinding?.(isHang ? finding : this.#minimise(finding));
    }
  }
}
