/**
 * The tests of a folder and all packages that they use, mutated, as one module: the code loaded for a mutant is
 * one text, not hundreds of files.
 *
 * @module
 */
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { listPackages, readText, workspaceRoot } from '@sansocket/workspace';
import { build, type Plugin } from 'esbuild';

/** Tests that run together. */
export interface Bundle {
  readonly code: string;
  /** Whether the tests change the engine, which they must not share with others then. */
  readonly isAlone: boolean;
}

/** How a test loads core after it has changed the engine. */
const loadsCoreLate = /^const .* = await import\(/m;

/** With the name of a file: a module that comes before it, so that its hooks are its own. */
const fileBegins = 'begin:';

/** As source and as built. */
const harness = fileURLToPath(new URL(`harness${extname(import.meta.url)}`, import.meta.url));

/**
 * Bundles test files.
 *
 * @param root - A copy of the workspace, whose sources are mutated.
 * @param tests - Relative to it.
 */
export function bundleTests(root: string, tests: readonly string[]): Promise<Bundle[]> {
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
    // Packages say that their files have no side effects; their tests, in the same package, have.
    ignoreAnnotations: true,
    // The modules that `load-bundle.ts` shares; other dependencies are found where they are installed.
    external: ['esbuild', 'expect', 'fast-check', 'jest-mock'],
    nodePaths: listPackages(workspaceRoot).map((name) =>
      join(workspaceRoot, 'packages', name, 'node_modules'),
    ),
    plugins: [ownModules(root)],
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}

/**
 * Resolves modules that are in no installed package. The names of our packages lead to `root`: an installed
 * package leads to the original. A test finds the files beside it, and a certificate, as if it were not in a bundle.
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
      // Engines of their own, which no mutant reaches.
      bundler.onResolve({ filter: /^(playwright-core|quickjs-emscripten)$/ }, ({ path }) => {
        return { path, namespace: 'absent' };
      });
      bundler.onLoad({ filter: /^/, namespace: 'absent' }, () => ({
        contents: 'module.exports = {};',
      }));
      bundler.onResolve({ filter: /^sansocket(\/[a-z-]+)?$/ }, ({ path }) => {
        const [, folder = ''] = path.split('/');
        return { path: join(root, 'packages/core/src', folder, 'index.ts') };
      });
      bundler.onResolve({ filter: /^@sansocket\// }, ({ path }) => {
        const [, name = '', folder = ''] = path.split('/');
        return { path: join(root, 'packages', name, 'src', folder, 'index.ts') };
      });
      bundler.onLoad({ filter: /\/(?:test|engines\/src)\/.*\.ts$/ }, ({ path }) => {
        const here = { dirname: dirname(path), url: pathToFileURL(path).href };
        const contents = readText('', path).replace(/\bimport\.meta\.(dirname|url)\b/g, (_, name) =>
          JSON.stringify(here[name as keyof typeof here]),
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}
