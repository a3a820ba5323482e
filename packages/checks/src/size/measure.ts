/**
 * The size of an entry point, as a user's bundler makes it.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** An entry point, or several together. */
export interface Entry {
  readonly name: string;
  /** Specifiers that are bundled together. */
  readonly specifiers: readonly string[];
  /** What a user imports of the only specifier. Default: everything. */
  readonly names?: readonly string[];
  /** Packages that are left out: what stands beside this entry anyway. */
  readonly external: readonly string[];
}

/** Sizes of one entry, in bytes; dependencies that are not external are included. */
export interface Size {
  readonly name: string;
  readonly minBytes: number;
  readonly gzipBytes: number;
  /** What each file adds to `minBytes`, the largest first. */
  readonly files: readonly FileSize[];
}

/** The share of one file in a bundle. */
export interface FileSize {
  /** Relative to the working directory. */
  readonly file: string;
  readonly minBytes: number;
}

/** Bundles what an entry exports, from the built packages. */
export async function measure(root: string, entry: Entry): Promise<Size> {
  const contents = importsOf(entry);
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: [...entry.external],
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const { contents: bytes } = outputFiles[0]!;
  return {
    name: entry.name,
    minBytes: bytes.length,
    gzipBytes: gzipSync(bytes, { level: 9 }).length,
    files: Object.values(metafile.outputs).flatMap(({ inputs }) => sortFiles(inputs)),
  };
}

/** One specifier is re-exported as it is; of several, each gets a name of its own. */
function importsOf({ specifiers, names }: Entry): string {
  const exported = names === undefined ? '*' : `{ ${names.join(', ')} }`;
  return specifiers
    .map((specifier, i) => {
      const what = specifiers.length === 1 ? exported : `* as entry${i}`;
      return `export ${what} from ${JSON.stringify(specifier)};`;
    })
    .join('\n');
}

function sortFiles(inputs: Metafile['outputs'][string]['inputs']): FileSize[] {
  return Object.entries(inputs)
    .map(([file, { bytesInOutput }]) => ({ file, minBytes: bytesInOutput }))
    .filter(({ minBytes }) => minBytes > 0)
    .sort((a, b) => b.minBytes - a.minBytes);
}
