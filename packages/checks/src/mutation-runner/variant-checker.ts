/**
 * Which mutants compile, for the mutation tester: all of them at once. Each stands as one more file
 * beside the one that it changes, and the compiler reads them together. As every export of core says
 * its type (`isolatedDeclarations`), what does not compile shows in the file itself.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readText, writeText } from '../shared/index.ts';
import type { CheckedMutant, CheckResult } from './plugin-contract.ts';

/** Where the files are, relative to the workspace. */
const folder = '.cache/mutation/variants';

/** What no mutant is refused for, and what only building needs. */
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

  /** @param root - The workspace. */
  constructor(root: string) {
    this.#root = root;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  group(mutants: readonly CheckedMutant[]): Promise<string[][]> {
    return Promise.resolve([mutants.map(({ id }) => id)]);
  }

  check(mutants: readonly CheckedMutant[]): Promise<Record<string, CheckResult>> {
    const root = this.#root;
    layOut(root, mutants);
    const errors = compile(root);
    const results = mutants.map((mutant) => {
      const unchanged = errors.get(variantOf(root, mutant.fileName, 'unchanged')) ?? [];
      const own = errors.get(variantOf(root, mutant.fileName, mutant.id)) ?? [];
      const reason = own.find((error) => !unchanged.includes(error));
      return [mutant.id, resultOf(reason)] as const;
    });
    return Promise.resolve(Object.fromEntries(results));
  }
}

function resultOf(reason: string | undefined): CheckResult {
  return reason === undefined ? { status: 'passed' } : { status: 'compileError', reason };
}

/** Core's sources, the mutants beside them, and each mutated file once more as it is. */
function layOut(root: string, mutants: readonly CheckedMutant[]): void {
  rmSync(join(root, folder), { recursive: true, force: true });
  cpSync(join(root, 'packages/core/src'), join(root, folder, 'src'), { recursive: true });
  symlinkSync(join(root, 'packages/core/node_modules'), join(root, folder, 'node_modules'));
  const config = { extends: '../../../packages/core/tsconfig.json', compilerOptions };
  writeText(root, `${folder}/tsconfig.json`, JSON.stringify({ ...config, include: ['src'] }));
  for (const mutant of mutants) {
    const source = readText(root, relative(root, mutant.fileName));
    const write = (variant: string, text: string): void =>
      writeText(root, `${folder}/${variantOf(root, mutant.fileName, variant)}`, text);
    write('unchanged', source);
    write(mutant.id, mutate(source, mutant));
  }
}

/** The file of a mutant, relative to the folder: `src/masking/apply-mask.12.ts`. */
function variantOf(root: string, fileName: string, variant: string): string {
  const file = relative(join(root, 'packages/core'), fileName).replaceAll('\\', '/');
  return file.replace(/\.ts$/, `.${variant}.ts`);
}

function mutate(source: string, { location: { start, end }, replacement }: CheckedMutant): string {
  const lines = source.split('\n');
  const before = [...lines.slice(0, start.line), lines[start.line]!.slice(0, start.column)];
  const after = [lines[end.line]!.slice(end.column), ...lines.slice(end.line + 1)];
  return `${before.join('\n')}${replacement}${after.join('\n')}`;
}

/** What the compiler says, by file. */
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
