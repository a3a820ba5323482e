/**
 * A target of the byte engine: its corpus on disk, its fuzzer, its findings.
 *
 * @module
 */
import { join } from 'node:path';
import { Coverage } from '../coverage/index.ts';
import {
  type CorpusFolders,
  Executor,
  type Finding,
  Fuzzer,
  Random,
  readCorpus,
  shownPath,
  writeInput,
} from '../engine/index.ts';
import type { Target } from '../targets/index.ts';
import type { Lane, LaneFinding, Tally } from './lane.ts';

/** The parameters of a lane of the byte engine. */
export interface ByteLaneOptions {
  readonly target: Target;
  /** The counters of core. */
  readonly hits: Uint32Array;
  readonly seed: number;
  readonly corpus: CorpusFolders;
  /** Gets a folder of findings for each target. */
  readonly findings: string;
  readonly report: (finding: LaneFinding) => void;
}

/** Fuzzes one target. The corpus is read at the first turn. */
export class ByteLane implements Lane {
  readonly name: string;
  readonly engine = 'bytes';
  readonly #options: ByteLaneOptions;
  readonly #fuzzer: Fuzzer;
  #loadedEdges: number | undefined;

  constructor(options: ByteLaneOptions) {
    const { target, hits, seed, corpus } = options;
    this.name = target.name;
    this.#options = options;
    const finds = join(corpus.finds, target.name);
    this.#fuzzer = new Fuzzer(new Executor(target, new Coverage(hits)), new Random(seed), {
      onKept: (input) => void writeInput(finds, input),
      onFinding: (finding) => this.#report(finding),
    });
  }

  get tally(): Tally {
    const { executor, findings, corpus } = this.#fuzzer;
    const { edges } = executor.coverage;
    const newEdges = edges - (this.#loadedEdges ?? edges);
    return {
      executions: executor.executions,
      findings,
      coverage: { edges, newEdges, corpus: corpus.length },
    };
  }

  work(ms: number): void {
    const end = performance.now() + ms;
    if (this.#loadedEdges === undefined) {
      this.#fuzzer.load(readCorpus(this.#options.corpus, this.name));
      this.#loadedEdges = this.#fuzzer.executor.coverage.edges;
    }
    this.#fuzzer.run(() => performance.now() >= end);
  }

  #report({ target, input, error }: Finding): void {
    const file = writeInput(join(this.#options.findings, target), input);
    this.#options.report({
      lane: target,
      message: `${error.stack ?? error.message}\nInput of ${input.length} bytes: ${shown(input)}`,
      reproduction: `--target ${target} --input ${shownPath(file)}`,
    });
  }
}

function shown(input: Uint8Array): string {
  const hex = Buffer.from(input.subarray(0, 64)).toString('hex');
  return input.length > 64 ? `${hex} …` : hex;
}
