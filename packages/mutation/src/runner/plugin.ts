/**
 * The mutators, the checker and the test runner as plugins of the mutation tester, which loads this module
 * by its path.
 *
 * @module
 */
import { BundleRunner } from './bundle-runner.ts';
import { addMutators } from './mutators.ts';
import { checkerName, type RunSettings, runnerName } from './plugin-contract.ts';
import { VariantChecker } from './variant-checker.ts';

/** The tester's options, with our settings under a separate name. */
interface Options {
  readonly sansocket: RunSettings;
}

function createChecker({ sansocket }: Options): VariantChecker {
  return new VariantChecker(process.cwd(), sansocket);
}

function createRunner({ sansocket }: Options, logger: Logger): BundleRunner {
  // Code that a mutant leaves running may throw after its tests have ended.
  process.on('uncaughtException', () => undefined);
  return new BundleRunner(process.cwd(), sansocket, (message) => logger.warn(message));
}

/** The tester's own. */
interface Logger {
  warn(message: string): void;
}

const inject = ['options'] as const;

addMutators();

/** The export that the tester reads of a plugin. */
export const strykerPlugins: readonly unknown[] = [
  { kind: 'Checker', name: checkerName, factory: Object.assign(createChecker, { inject }) },
  {
    kind: 'TestRunner',
    name: runnerName,
    factory: Object.assign(createRunner, { inject: [...inject, 'logger'] }),
  },
];
