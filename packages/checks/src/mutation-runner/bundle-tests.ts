/**
 * The tests of a folder and mutated core as one module: what is loaded for a mutant is one text, not
 * hundreds of files.
 *
 * @module
 */
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { listFiles, readText, workspaceRoot } from '../shared/index.ts';

/** Tests that run together. */
export interface Bundle {
  readonly code: string;
  /** Whether the tests change the engine, which they must not share with others then. */
  readonly isAlone: boolean;
}

/** Tests that are too slow to be run for each mutant; those of an engine load core anew. */
const slowTests = /[-/](laws|oracle|bare-engine)\.test\.ts$/;

/** How a test loads core after it has changed the engine. */
const loadsCoreLate = /^const .* = await import\(/m;

/** With the name of a file: a module that comes before it, so that its hooks are its own. */
const fileBegins = 'begin:';

/** As source and as built. */
const harness = fileURLToPath(new URL(`harness${extname(import.meta.url)}`, import.meta.url));

/**
 * Bundles the example-based tests of a folder of core.
 *
 * @param root - A copy of the workspace, whose core is mutated.
 */
export function bundleTests(root: string, folder: string): Promise<Bundle[]> {
  const tests = listFiles(root, `packages/core/test/${folder}`, '.test.ts').filter(
    (file) => !slowTests.test(file),
  );
  const isAlone = (file: string): boolean => loadsCoreLate.test(readText(root, file));
  const groups = [tests.filter((file) => !isAlone(file)), ...tests.filter(isAlone).map(alone)];
  return Promise.all(
    groups.map(async (group, i) => ({ code: await bundle(root, group), isAlone: i > 0 })),
  );
}

function alone(file: string): string[] {
  return [file];
}

async function bundle(root: string, tests: readonly string[]): Promise<string> {
  const imports = tests.flatMap((file) => [
    `import '${fileBegins}${file}';`,
    `import './${file}';`,
  ]);
  const contents = [...imports, "export { collected } from '@jest/globals';"].join('\n');
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    // Core says that its files have no side effects; its tests, in the same package, have.
    ignoreAnnotations: true,
    // Those that `load-bundle.ts` shares; what core itself depends on is found where it is installed.
    external: ['expect', 'fast-check', 'jest-mock'],
    nodePaths: [join(workspaceRoot, 'packages/core/node_modules')],
    plugins: [ownModules(root)],
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}

/**
 * Where modules are that no package holds. Core by its name is the mutated one of `root`: an installed
 * package leads to the original.
 */
function ownModules(root: string): Plugin {
  return {
    name: 'own-modules',
    setup(bundler): void {
      bundler.onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: harness }));
      bundler.onResolve({ filter: new RegExp(`^${fileBegins}`) }, ({ path }) => {
        return { path, namespace: 'begin' };
      });
      bundler.onLoad({ filter: /^/, namespace: 'begin' }, () => ({
        contents: "import { beginFile } from '@jest/globals'; beginFile();",
        resolveDir: root,
      }));
      bundler.onResolve({ filter: /^sansocket(\/[a-z-]+)?$/ }, ({ path }) => {
        const [, folder = ''] = path.split('/');
        return { path: join(root, 'packages/core/src', folder, 'index.ts') };
      });
    },
  };
}
