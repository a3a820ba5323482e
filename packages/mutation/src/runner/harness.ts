/**
 * The parts of Jest that our tests use, for running them again and again in one process. It is bundled with
 * them in the place of `@jest/globals`.
 *
 * @module
 */
import { expect } from 'expect';
import { spyOn } from 'jest-mock';

/** One test, with its hooks. */
export interface CollectedTest {
  /** Names of the blocks around it and its own, with spaces between. */
  readonly name: string;
  /** Runs it; throws when it fails. */
  readonly run: () => Promise<void>;
}

/** A failure needs no details: to print how two long arrays differ takes seconds. */
const differs = (): string => 'Values differ';

expect.extend({
  toBe(received: unknown, expected: unknown) {
    return { pass: Object.is(received, expected), message: differs };
  },
  toEqual(received: unknown, expected: unknown) {
    const testers = [...this.customTesters, this.utils.iterableEquality];
    return { pass: this.equals(received, expected, testers), message: differs };
  },
  toMatchObject(received: unknown, expected: unknown) {
    const { iterableEquality, subsetEquality } = this.utils;
    const testers = [...this.customTesters, iterableEquality, subsetEquality];
    return { pass: this.equals(received, expected, testers), message: differs };
  },
});

type Step = () => unknown;

interface Block {
  readonly name: string;
  readonly before: Step[];
  readonly after: Step[];
}

/** The tests, in their order. */
export const collected: CollectedTest[] = [];

/** The blocks that are being read, the outermost first: that is a file. */
const blocks: Block[] = [];

/** Begins a file: the tests up to the next call belong to it. */
export function beginFile(): void {
  blocks.splice(0, blocks.length, { name: '', before: [], after: [] });
}

/** Reads a block of tests. */
function describeBlock(name: string, read: () => void): void {
  blocks.push({ name, before: [], after: [] });
  read();
  blocks.pop();
}

function collect(name: string, run: Step): void {
  const around = [...blocks];
  collected.push({
    name: [...around.map((block) => block.name), name].filter((part) => part !== '').join(' '),
    run: async () => {
      try {
        for (const { before } of around) for (const step of before) await step();
        await run();
      } finally {
        for (const { after } of [...around].reverse()) for (const step of after) await step();
        for (const restore of spies.splice(0)) restore();
      }
    },
  });
}

const spies: (() => void)[] = [];

/** A spy that is removed after the test, even if the test fails. */
function spyOnUntilEnd(object: object, method: string): { mockRestore(): void } {
  const spy = (spyOn as unknown as typeof spyOnUntilEnd)(object, method);
  spies.push(() => spy.mockRestore());
  return spy;
}

/** A block or a test for each row of a table. */
type Each = (table: readonly unknown[]) => (name: string, run: (...row: unknown[]) => void) => void;

function eachBy(define: (name: string, run: Step) => void): Each {
  return (table) => (name, run) => {
    for (const [i, row] of table.entries()) {
      define(`${name} #${i}`, () => run(...(Array.isArray(row) ? (row as unknown[]) : [row])));
    }
  };
}

export const describe: typeof describeBlock & { readonly each: Each } = Object.assign(
  describeBlock,
  { each: eachBy(describeBlock) },
);
function leaveOut(): void {}

interface It {
  (name: string, run: Step): void;
  readonly each: Each;
}

const left: It = Object.assign(leaveOut, { each: eachBy(leaveOut) });

/** Tests that run at the same time wait for seconds each: here, one after the other, that would be with each mutant. */
export const it: It & { readonly skip: It; readonly concurrent: It } = Object.assign(collect, {
  each: eachBy(collect),
  skip: left,
  concurrent: left,
});
export const jest: { readonly spyOn: typeof spyOnUntilEnd } = { spyOn: spyOnUntilEnd };

/** Runs a step before each test of the current group. */
export function beforeEach(step: Step): void {
  blocks.at(-1)!.before.push(step);
}

/** Once, before the first test of the block that runs. */
export function beforeAll(step: Step): void {
  let done: unknown;
  blocks.at(-1)!.before.push(() => (done ??= Promise.resolve(step())));
}

/** Runs a step after each test of the current group. */
export function afterEach(step: Step): void {
  blocks.at(-1)!.after.push(step);
}

/** Does nothing: the end of a file cleans up for files after it, and a bundle has none. */
export function afterAll(): void {}

export { expect };
