/**
 * The import directions, as a table: who may know whom. A folder or package without a row may not
 * exist. `docs/explanation/architecture.md` shows the picture.
 *
 *     options <- bytes
 *     bytes, violations <- masking <- framing <- fragmentation
 *                       <- extensions <- handshake               (extensions: framing's types)
 *     connection knows all of these; only the package's entry knows connection
 *     legacy knows the same and the types of connection; nobody knows legacy
 *
 * @module
 */

/** What the files of one folder of `src/` may import. */
export interface FolderRow {
  /** Folders of the same package. */
  readonly folders: readonly string[];
  /** Folders of the same package of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages, instead of those that the package's row allows. */
  readonly packages?: readonly string[];
}

/** What one package may import. A name that ends in `*` stands for all that begin so. */
export interface PackageRow {
  /** Other packages and modules of a runtime. */
  readonly packages: readonly string[];
  /** Rows of its folders (`.` for `src/` itself); without them, folders know each other freely. */
  readonly folders?: Readonly<Record<string, FolderRow>>;
  /** Whether tests may reach `src/` by path: only where a package has no public surface. */
  readonly testsReachSources?: boolean;
}

const belowFraming = ['options', 'bytes', 'violations', 'masking'];
const belowConnection = [...belowFraming, 'framing', 'fragmentation', 'extensions', 'handshake'];

const coreFolders: Readonly<Record<string, FolderRow>> = {
  options: { folders: [] },
  bytes: { folders: ['options'] },
  violations: { folders: [] },
  masking: { folders: ['options', 'bytes', 'violations'] },
  framing: { folders: belowFraming },
  fragmentation: { folders: [...belowFraming, 'framing'] },
  extensions: { folders: ['options', 'bytes', 'violations'], types: ['framing'] },
  handshake: { folders: ['options', 'bytes', 'violations', 'extensions'] },
  connection: { folders: belowConnection },
  legacy: { folders: belowConnection, types: ['connection'] },
  driving: { folders: [...belowConnection, 'connection'] },
  '.': { folders: [...belowConnection, 'connection', 'driving'] },
};

const sansocket = ['sansocket', 'sansocket/*'];

/** Without any private door: what core tells everybody about extensions, its bytes, and the check of options. */
const forExtensions = ['sansocket/extensions', 'sansocket/bytes', 'sansocket/options'];

const deflateFolders: Readonly<Record<string, FolderRow>> = {
  inflate: { folders: [], packages: ['sansocket/bytes', 'sansocket/options'] },
  deflate: { folders: [], packages: ['sansocket/bytes', 'sansocket/options'] },
  pako: { folders: [], types: ['deflate'], packages: ['pako', 'sansocket/bytes'] },
  '.': { folders: ['inflate', 'deflate'] },
};

const testkitFolders: Readonly<Record<string, FolderRow>> = {
  // What is sent to a machine, and what judges it, have nothing in common with the machine.
  wire: { folders: [], packages: [] },
  model: { folders: [], packages: [] },
  arbitraries: { folders: ['wire', 'model'] },
  record: { folders: ['wire'] },
  pair: { folders: ['wire', 'record'] },
  laws: { folders: ['wire', 'arbitraries', 'model', 'record', 'pair'] },
  vectors: { folders: ['wire'], packages: ['sansocket/violations'] },
  'transport-contract': { folders: ['wire'], packages: sansocket },
  '.': {
    folders: [
      'wire',
      'model',
      'arbitraries',
      'record',
      'pair',
      'laws',
      'vectors',
      'transport-contract',
    ],
  },
};

/** One row for each folder of `packages/`. */
export const importTable: Readonly<Record<string, PackageRow>> = {
  core: { packages: ['@noble/hashes/*'], folders: coreFolders },
  node: { packages: [...sansocket, 'node:*'] },
  deno: { packages: [...sansocket, '@sansocket/node', 'node:*'] },
  bun: { packages: [...sansocket, 'node:*', 'bun'] },
  'web-streams': { packages: sansocket },
  'permessage-deflate': { packages: forExtensions, folders: deflateFolders },
  testkit: { packages: [...sansocket, 'fast-check'], folders: testkitFolders },
  portable: {
    packages: [...sansocket, '@sansocket/permessage-deflate', '@sansocket/testkit/*'],
  },
  'command-line': { packages: ['node:*'] },
  engines: { packages: ['node:*', 'esbuild', 'playwright-core', 'quickjs-emscripten'] },
  playground: {
    packages: [...sansocket, '@sansocket/command-line', '@sansocket/engines', 'node:*', 'esbuild'],
    folders: {
      model: { folders: [], packages: [...sansocket, '@sansocket/permessage-deflate'] },
      page: { folders: ['model'], packages: [] },
      '.': { folders: ['model'] },
    },
  },
  interop: {
    packages: [
      ...sansocket,
      '@sansocket/command-line',
      '@sansocket/node',
      '@sansocket/permessage-deflate',
      '@sansocket/engines',
      'node:*',
      'websocket',
      'ws',
    ],
  },
  examples: { packages: [...sansocket, '@sansocket/*', 'node:*', 'ws'], testsReachSources: true },
  bench: { packages: [...sansocket, '@sansocket/*', 'node:*'], testsReachSources: true },
  fuzz: {
    packages: [
      ...sansocket,
      '@sansocket/command-line',
      '@sansocket/permessage-deflate',
      '@sansocket/permessage-deflate/*',
      '@sansocket/testkit',
      '@sansocket/testkit/*',
      'node:*',
      'esbuild',
      'fast-check',
      'istanbul-lib-instrument',
    ],
    testsReachSources: true,
  },
  checks: {
    packages: [
      ...sansocket,
      '@sansocket/command-line',
      '@sansocket/interop',
      '@sansocket/testkit/vectors',
      'node:*',
      'typescript',
      'esbuild',
      'expect',
      'jest',
      'fast-check',
      'jest-mock',
    ],
    testsReachSources: true,
  },
};
