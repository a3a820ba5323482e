/**
 * The checker and the test runner as plugins of the mutation tester, which loads this module by its
 * path.
 *
 * @module
 */
import { BundleRunner } from './bundle-runner.ts';
import { VariantChecker } from './variant-checker.ts';

/** Under which names the tester's options ask for them. */
export const checkerName = 'variants';
export const runnerName = 'bundle';

function createRunner(options: { readonly mutatedFolder: string }): BundleRunner {
  return new BundleRunner(process.cwd(), options.mutatedFolder);
}

/** What the tester looks for in a plugin. */
export const strykerPlugins: readonly unknown[] = [
  { kind: 'Checker', name: checkerName, factory: () => new VariantChecker(process.cwd()) },
  {
    kind: 'TestRunner',
    name: runnerName,
    factory: Object.assign(createRunner, { inject: ['options'] as const }),
  },
];
