import { describe, expect, it } from '@jest/globals';
import { Coverage } from '../../src/coverage/index.ts';
import { Executor, type Finding, Fuzzer, Random, TooMuchWork } from '../../src/engine/index.ts';
import type { Target } from '../../src/targets/index.ts';
import { plant } from '../helpers/planted.ts';

/** A parser that fails for one secret only, reached through five conditions, one inside the other. */
const nested = `
function f(bytes) {
  if (bytes.length < 6) return;
  if (bytes[0] === 0x57) {
    if (bytes[1] === 0x53) {
      if (bytes[2] === bytes[3] + 7) {
        if (bytes[4] > 0xf0) {
          if (bytes[5] === (bytes[0] ^ bytes[1])) throw new RangeError('Secret of ' + bytes.length);
        }
      }
    }
  }
}`;

const looping = `
function f(bytes) {
  if (bytes[0] === 0x21) while (true) {}
}`;

const quadratic = `
function f(bytes) {
  for (const one of bytes) for (const other of bytes) if (one !== other) bytes.length;
}`;

/** An instrumented program as a target. */
function executorOf(source: string, changes: Partial<Target> = {}): Executor {
  const { call, hits } = plant(source);
  const target: Target = {
    name: 'planted',
    promise: 'Nothing is thrown',
    maxBytes: 64,
    stepsPerByte: 1000,
    dictionary: [],
    run: (input) => void call(input),
    ...changes,
  };
  return new Executor(target, new Coverage(hits));
}

describe('Fuzzer', () => {
  it('finds a bug behind nested conditions, and makes its input as small as it can be', () => {
    const findings: Finding[] = [];
    const executor = executorOf(nested);
    const fuzzer = new Fuzzer(executor, new Random(1), {
      onFinding: (finding) => findings.push(finding),
    });
    fuzzer.load([]);
    fuzzer.run(() => fuzzer.findings > 0 || executor.executions > 300_000);

    expect(findings).toHaveLength(1);
    const [{ input, error }] = findings as [Finding];
    expect(error.name).toBe('RangeError');
    expect(input).toHaveLength(6);
    expect([...input.subarray(0, 2), input[5]]).toEqual([0x57, 0x53, 0x04]);
  });

  it('goes the same way for the same seed', () => {
    const corpusOf = (seed: number): readonly Uint8Array[] => {
      const executor = executorOf(nested);
      const fuzzer = new Fuzzer(executor, new Random(seed));
      fuzzer.load([Uint8Array.of(1, 2, 3)]);
      fuzzer.run(() => executor.executions > 5_000);
      return fuzzer.corpus;
    };
    expect(corpusOf(7)).toEqual(corpusOf(7));
  });

  it('reports each kind of finding once', () => {
    let reports = 0;
    const executor = executorOf('function f(bytes) { throw new Error("At " + bytes.length); }');
    const fuzzer = new Fuzzer(executor, new Random(1), { onFinding: () => reports++ });
    fuzzer.load([Uint8Array.of(1), Uint8Array.of(1, 2)]);
    fuzzer.run(() => executor.executions > 500);
    expect(reports).toBe(1);
    expect(fuzzer.findings).toBe(1);
  });

  it('keeps inputs that reach something new, and no others', () => {
    const kept: Uint8Array[] = [];
    const executor = executorOf('function f(bytes) { if (bytes[0] === 9) return 1; }');
    const fuzzer = new Fuzzer(executor, new Random(3), { onKept: (input) => kept.push(input) });
    fuzzer.load([Uint8Array.of(1)]);
    fuzzer.run(() => executor.executions > 5_000);
    expect(kept).toHaveLength(1);
    expect(kept[0]![0]).toBe(9);
    expect(fuzzer.corpus).toHaveLength(2);
  });

  it('ends what does not end by itself, and tells which input it was', () => {
    const findings: Finding[] = [];
    const fuzzer = new Fuzzer(executorOf(looping), new Random(1), {
      hangMs: 300,
      onFinding: (finding) => findings.push(finding),
    });
    fuzzer.load([Uint8Array.of(0x21, 5)]);
    expect(findings.map(({ input, error }) => [error.name, ...input])).toEqual([['Hang', 0x21, 5]]);
  });

  it('finds work that grows faster than the input', () => {
    const findings: Finding[] = [];
    const executor = executorOf(quadratic, { stepsPerByte: 3, maxBytes: 4096 });
    const fuzzer = new Fuzzer(executor, new Random(1), {
      minimiseAttempts: 0,
      onFinding: (finding) => findings.push(finding),
    });
    fuzzer.load([new Uint8Array(40), new Uint8Array(400)]);
    expect(findings.map(({ error, input }) => [error.constructor, input.length])).toEqual([
      [TooMuchWork, 400],
    ]);
  });
});
