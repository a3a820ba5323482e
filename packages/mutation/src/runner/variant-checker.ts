/**
 * Which mutants compile, for the mutation tester: all of them at once. Each stands as one more file
 * beside the one that it changes, and the compiler reads them together. As every export says its type
 * (`isolatedDeclarations`), what does not compile shows in the file itself. Of those that do, a sample may be
 * all that is tried.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readText, writeText } from '@sansocket/workspace';
import {
  type CheckedMutant,
  type CheckResult,
  leftOut,
  type RunSettings,
} from './plugin-contract.ts';
import { chooseSample } from './sample.ts';

/** Where the files are, relative to the workspace. */
const folder = '.cache/mutation/variants';

/** Checks that refuse no mutant are off, and options that only a build needs. */
const compilerOptions = {
  noEmit: true,
  composite: false,
  declaration: false,
  declarationMap: false,
  isolatedDeclarations: false,
  allowUnreachableCode: true,
  noUnusedLocals: false,
  noUnusedParameters: false,
  rootDir: '.',
};

/** See the module. */
export class VariantChecker {
  readonly #root: string;
  readonly #settings: Pick<RunSettings, 'package' | 'sample'>;

  /** @param root - The workspace. */
  constructor(root: string, settings: Pick<RunSettings, 'package' | 'sample'>) {
    this.#root = root;
    this.#settings = settings;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  group(mutants: readonly CheckedMutant[]): Promise<string[][]> {
    return Promise.resolve([mutants.map(({ id }) => id)]);
  }

  check(mutants: readonly CheckedMutant[]): Promise<Record<string, CheckResult>> {
    const root = this.#root;
    const { package: name, sample } = this.#settings;
    layOut(root, name, mutants);
    const errors = compile(root);
    const reasonOf = ({ id, fileName }: CheckedMutant): string | undefined => {
      const unchanged = errors.get(variantOf(root, name, fileName, 'unchanged')) ?? [];
      const own = errors.get(variantOf(root, name, fileName, id)) ?? [];
      return own.find((error) => !unchanged.includes(error));
    };
    const reasons = new Map(mutants.map((mutant) => [mutant.id, reasonOf(mutant)]));
    const compiling = mutants.filter(({ id }) => reasons.get(id) === undefined);
    const chosen = sample === undefined ? compiling : chooseSample(compiling, sample);
    const tried = new Set(chosen.map(({ id }) => id));
    const results = [...reasons].map(([id, reason]) => {
      return [id, resultOf(reason ?? (tried.has(id) ? undefined : leftOut))] as const;
    });
    return Promise.resolve(Object.fromEntries(results));
  }
}

function resultOf(reason: string | undefined): CheckResult {
  return reason === undefined ? { status: 'passed' } : { status: 'compileError', reason };
}

/** A package's sources, the mutants beside them, and each mutated file once more as it is. */
function layOut(root: string, name: string, mutants: readonly CheckedMutant[]): void {
  const source = join(root, 'packages', name);
  rmSync(join(root, folder), { recursive: true, force: true });
  cpSync(join(source, 'src'), join(root, folder, 'src'), { recursive: true });
  symlinkSync(join(source, 'node_modules'), join(root, folder, 'node_modules'));
  const config = { extends: `../../../packages/${name}/tsconfig.json`, compilerOptions };
  writeText(
    root,
    `${folder}/tsconfig.json`,
    JSON.stringify({ ...config, include: ['src'], references: [] }),
  );
  for (const mutant of mutants) {
    const text = readText(root, relative(root, mutant.fileName));
    const write = (variant: string, changed: string): void =>
      writeText(root, `${folder}/${variantOf(root, name, mutant.fileName, variant)}`, changed);
    write('unchanged', text);
    write(mutant.id, mutate(text, mutant));
  }
}

/** The file of a mutant, relative to the folder: `src/masking/apply-mask.12.ts`. */
function variantOf(root: string, name: string, fileName: string, variant: string): string {
  const file = relative(join(root, 'packages', name), fileName).replaceAll('\\', '/');
  return file.replace(/\.ts$/, `.${variant}.ts`);
}

function mutate(source: string, { location: { start, end }, replacement }: CheckedMutant): string {
  const lines = source.split('\n');
  const before = [...lines.slice(0, start.line), lines[start.line]!.slice(0, start.column)];
  const after = [lines[end.line]!.slice(end.column), ...lines.slice(end.line + 1)];
  return `${before.join('\n')}${replacement}${after.join('\n')}`;
}

/** The errors of the compiler, by file. */
function compile(root: string): Map<string, string[]> {
  const compiler = join(root, 'node_modules/typescript7/bin/tsc');
  const args = [compiler, '-p', join(root, folder), '--pretty', 'false'];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: join(root, folder),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const errors = new Map<string, string[]>();
  for (const [, file, error] of stdout.matchAll(/^(\S+)\(\d+,\d+\): error (.*)$/gm)) {
    errors.set(file!, [...(errors.get(file!) ?? []), error!]);
  }
  return errors;
}
