/**
 * Loading a bundle of tests, as often as needed: unlike a file that is imported, it can be forgotten.
 *
 * @module
 */
import { createRequire, isBuiltin } from 'node:module';
// Its classes are there under a flag that only the runner's process has.
import vm, { type Context, type Module } from 'node:vm';
import * as esbuild from 'esbuild';
import * as expect from 'expect';
import * as fastCheck from 'fast-check';
import * as jestMock from 'jest-mock';
import type { Bundle } from './bundle-tests.ts';
import type { CollectedTest } from './harness.ts';
import { instrumentation, namespace } from './instrumentation.ts';

/** Evaluates a bundle, core included. */
export async function loadBundle({ code, isAlone }: Bundle): Promise<readonly CollectedTest[]> {
  const options = isAlone ? { context: contextOfItsOwn() } : {};
  const module = new vm.SourceTextModule(code, options);
  await module.link((specifier) => sharedModule(specifier, options));
  await module.evaluate();
  return (module.namespace as { readonly collected: readonly CollectedTest[] }).collected;
}

/** A global object whose changes stay in it, with the usual globals beside ECMAScript. */
function contextOfItsOwn(): Context {
  const { TextEncoder, TextDecoder, URL, crypto, console, process, structuredClone } = globalThis;
  const context = { TextEncoder, TextDecoder, URL, crypto, console, process, structuredClone };
  return vm.createContext({ ...context, [namespace]: instrumentation() });
}

function sharedModule(specifier: string, options: { readonly context?: Context }): Module {
  const exports = sharedModules[specifier] ?? builtin(specifier);
  if (exports === undefined) throw new Error(`Tests of mutants cannot import ${specifier}`);
  return new vm.SyntheticModule(
    Object.keys(exports),
    function evaluate(this: vm.SyntheticModule) {
      for (const [name, value] of Object.entries(exports)) this.setExport(name, value);
    },
    options,
  );
}

/** A module of Node, or `undefined` when it has none of this name. */
function builtin(specifier: string): object | undefined {
  if (!isBuiltin(specifier)) return undefined;
  const exports = createRequire(import.meta.url)(specifier) as object;
  return { ...exports, default: exports };
}

/** Ends at the first failure of a property: a smaller value that fails says no more. */
function assertOnce<Values>(
  property: fastCheck.IRawProperty<Values>,
  parameters?: fastCheck.Parameters<Values>,
): void | Promise<void> {
  return fastCheck.assert(property, { ...parameters, endOnFailure: true });
}

/** The modules that bundles import: loaded once, not for each mutant. */
const sharedModules: Readonly<Record<string, object>> = {
  esbuild,
  expect,
  'fast-check': { ...fastCheck, assert: assertOnce, default: { ...fastCheck, assert: assertOnce } },
  'jest-mock': jestMock,
};
