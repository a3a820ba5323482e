/**
 * Who may import whom: the table, and the rules that dependency-cruiser makes of it. A folder or a package without a
 * row may not exist. `docs/explanation/architecture.md` shows the picture.
 *
 *     options <- bytes
 *     bytes, violations <- masking <- framing <- fragmentation
 *                       <- extensions <- handshake               (extensions: framing's types)
 *     connection knows all of these; only relay, driving and the package's entries know connection
 */

const belowFraming = ['options', 'bytes', 'violations', 'masking'];
const belowConnection = [...belowFraming, 'framing', 'fragmentation', 'extensions', 'handshake'];
const ofTestkit = ['wire', 'model', 'arbitraries', 'record', 'pair', 'laws', 'vectors'];
const tools = ['command-line', 'engines'];

/**
 * A row for each package, by its folder. `knows`: the other packages of the workspace that its sources import, or
 * one entry point of one, `core/bytes`; without it all. Packages of npm are those of its manifest. `folders`: a row for each folder
 * of `src/` (`.` for `src/` itself), with the folders that it imports, those of which it imports `types`, and what it
 * alone `knows` instead of all that the package does. `hasRuntime`: it imports Node's modules. `isOpen`: its tests
 * import sources by path, for want of an entry point, or of one that exports as much as there is to test.
 */
const table = {
  core: {
    knows: [],
    folders: {
      options: { folders: [] },
      bytes: { folders: ['options'] },
      violations: { folders: [] },
      masking: { folders: ['options', 'bytes', 'violations'] },
      framing: { folders: belowFraming },
      fragmentation: { folders: [...belowFraming, 'framing'] },
      extensions: { folders: ['options', 'bytes', 'violations'], types: ['framing'] },
      handshake: { folders: ['options', 'bytes', 'violations', 'extensions'] },
      connection: { folders: belowConnection },
      relay: { folders: [...belowConnection, 'connection'] },
      driving: { folders: [...belowConnection, 'connection', 'relay'] },
      // The doors for users: what each folder exports to them, which is less than to its neighbours.
      entries: { folders: [...belowConnection, 'connection', 'relay', 'driving'] },
      '.': { folders: [...belowConnection, 'connection', 'driving'] },
    },
    isOpen: true,
  },
  legacy: { knows: ['core'] },
  node: { knows: ['core'], hasRuntime: true },
  deno: { knows: ['core', 'node'], hasRuntime: true },
  bun: { knows: ['core'], hasRuntime: true },
  'web-streams': { knows: ['core'] },
  websocket: { knows: ['core', 'web-streams'] },
  http2: { knows: ['core', 'node'], hasRuntime: true },
  'permessage-deflate': {
    knows: ['core/extensions', 'core/bytes', 'core/options'],
    folders: {
      inflate: { folders: [], knows: ['core/bytes', 'core/options'] },
      deflate: { folders: [], knows: ['core/bytes', 'core/options'] },
      pako: { folders: [], types: ['deflate'], knows: ['core/bytes', 'npm:pako'] },
      '.': { folders: ['inflate', 'deflate'] },
    },
  },
  testkit: {
    knows: ['core'],
    folders: {
      // What is sent to a machine, and what judges it, have nothing in common with the machine.
      wire: { folders: [], knows: [] },
      model: { folders: [], knows: [] },
      arbitraries: { folders: ['wire', 'model'] },
      record: { folders: ['wire'] },
      pair: { folders: ['wire', 'record'] },
      laws: { folders: ['wire', 'arbitraries', 'model', 'record', 'pair'] },
      vectors: { folders: ['wire'], knows: ['core/violations'] },
      'transport-contract': { folders: ['wire'], knows: ['core'] },
      '.': { folders: [...ofTestkit, 'transport-contract'] },
    },
  },
  // The sender is a builder of bytes, the receiver the model: otherwise a fault of core would hide itself.
  conformance: {
    knows: ['annotate', 'command-line', 'testkit/model', 'testkit/wire', 'testkit/arbitraries'],
    folders: {
      catalogue: { folders: [] },
      script: { folders: [], types: ['catalogue'] },
      peer: { folders: [] },
      judge: { folders: [], types: ['peer'] },
      run: { folders: ['script', 'peer', 'judge'], types: ['catalogue'] },
      page: { folders: [] },
      report: { folders: ['catalogue', 'run', 'page'] },
      property: { folders: ['script', 'judge', 'run'], types: ['catalogue'] },
      vectors: { folders: ['script'], types: ['catalogue'] },
      codec: { folders: ['run', 'vectors'], types: ['catalogue'] },
      proxy: { folders: ['script', 'peer', 'run'], types: ['catalogue'] },
      inspect: { folders: ['peer', 'property', 'vectors', 'page'] },
      commands: {
        folders: [
          'catalogue',
          'peer',
          'run',
          'report',
          'property',
          'vectors',
          'codec',
          'proxy',
          'inspect',
        ],
      },
      '.': {
        folders: [
          'catalogue',
          'script',
          'peer',
          'run',
          'report',
          'property',
          'vectors',
          'codec',
          'commands',
        ],
      },
    },
    hasRuntime: true,
  },
  annotate: { knows: [] },
  'command-line': { knows: [], hasRuntime: true },
  engines: {
    knows: ['core', 'legacy', 'permessage-deflate', 'testkit'],
    folders: {
      // They are bundled for engines that have ECMAScript alone.
      cases: { folders: [], knows: ['core', 'legacy', 'permessage-deflate', 'testkit'] },
      '.': { folders: [] },
    },
    hasRuntime: true,
  },
  playground: {
    knows: ['core', 'annotate', 'permessage-deflate', ...tools],
    folders: {
      model: { folders: [], knows: ['core', 'annotate', 'permessage-deflate'] },
      page: { folders: ['model'], knows: [] },
      '.': { folders: ['model'] },
    },
    hasRuntime: true,
  },
  workspace: { knows: ['command-line'], hasRuntime: true },
  interop: {
    knows: ['core', 'node', 'http2', 'permessage-deflate', 'conformance', ...tools, 'workspace'],
    hasRuntime: true,
  },
  examples: { hasRuntime: true, isOpen: true },
  bench: { hasRuntime: true, isOpen: true },
  fuzz: {
    knows: ['core', 'legacy', 'permessage-deflate', 'testkit', 'command-line'],
    hasRuntime: true,
    isOpen: true,
  },
  mutation: { knows: ['command-line', 'workspace'], hasRuntime: true, isOpen: true },
  reference: {
    knows: ['core', 'conformance', 'legacy', 'testkit/vectors', 'workspace'],
    hasRuntime: true,
    isOpen: true,
  },
  checks: {
    knows: ['command-line', 'interop', 'reference', 'workspace'],
    hasRuntime: true,
    isOpen: true,
  },
};

const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** The packages whose rows match, for a regular expression. */
const those = (matches) => Object.keys(table).filter((name) => matches(table[name]));
const anyOf = (names) => `(?:${names.join('|')})`;

/** Where what a row `knows` is found. */
function placeOf(name) {
  if (name.startsWith('npm:')) return `/node_modules/${name.slice('npm:'.length)}/`;
  const [folder, entry] = name.split('/');
  return `^packages/${folder}/src/${entry === undefined ? '' : `(?:entries/)?${entry}(?:/|[.]ts$)`}`;
}

/** The rules of a package's row. */
function rulesOf([name, { knows = Object.keys(table), folders = {} }]) {
  const src = `^packages/${name}/src/`;
  const others = { path: '^packages/', pathNot: [src, ...knows.map(placeOf)] };
  const rows = Object.entries(folders);
  const inner = rows.map(([folder]) => folder).filter((folder) => folder !== '.');
  return [
    rule(`${name}-knows`, { path: src }, others, `It imports ${knows.join(', ') || 'nothing'}`),
    ...rows.flatMap(([folder, row]) => rulesOfFolder(src, `${name}-${folder}`, folder, row)),
    ...(rows.length === 0
      ? []
      : [rule(`${name}-rows`, { path: `${src}[^/]+/`, pathNot: `${src}${anyOf(inner)}/` }, {})]),
  ];
}

function rulesOfFolder(src, name, folder, { folders, types = [], knows }) {
  const own = folder === '.' ? `${src}[^/]+$` : `${src}${folder}/`;
  const allowed = [own, ...[...folders, ...types].map((each) => `${src}${each}/`)];
  const comment = `It imports ${[...folders, ...types.map((each) => `types of ${each}`)].join(', ') || 'no other'}`;
  return [
    rule(name, { path: own }, { path: src, pathNot: allowed }, comment),
    ...types.map((each) =>
      rule(
        `${name}-types`,
        { path: own },
        { path: `${src}${each}/`, dependencyTypesNot: ['type-only'] },
        `It imports types of ${each}, with import type`,
      ),
    ),
    ...(knows === undefined
      ? []
      : [rule(`${name}-knows`, { path: own }, { pathNot: [src, ...knows.map(placeOf)] })]),
  ];
}

/** Of a file so many folders below `src/`: it imports what lies in a folder above it, and their folders' indexes. */
function throughTheIndex(depth) {
  const above = Array.from({ length: depth + 1 }, (_, i) =>
    ['^packages/$1/src', ...Array.from({ length: i }, (__, at) => `$${at + 2}`), ''].join('/'),
  );
  return rule(
    `through-the-index-${depth}`,
    { path: `^packages/([^/]+)/src/${'([^/]+)/'.repeat(depth)}[^/]+$` },
    {
      path: '^packages/$1/src/',
      pathNot: above.flatMap((folder) => [`${folder}[^/]+$`, `${folder}[^/]+/index[.]ts$`]),
    },
    'A folder that the importer is not inside of is entered through its index.ts',
  );
}

export default {
  forbidden: [
    ...Object.entries(table).flatMap(rulesOf),
    rule(
      'packages-have-rows',
      { path: '^packages/', pathNot: `^packages/${anyOf(Object.keys(table))}/` },
      {},
    ),
    rule(
      'draws-without-core',
      { path: '^packages/testkit/src/(wire|model|arbitraries)/' },
      { path: '^packages/core/', dependencyTypesNot: ['type-only'] },
      'What conformance sends, draws and judges by runs without core',
    ),
    rule('no-cycle', {}, { circular: true }),
    rule('resolves', { pathNot: 'workerd' }, { couldNotResolve: true }),
    ...[0, 1, 2, 3].map(throughTheIndex),
    rule(
      'by-name',
      { path: '^packages/([^/]+)/' },
      {
        path: '^packages/',
        pathNot: ['^packages/$1/', '^packages/core/test/'],
        dependencyTypes: ['local'],
      },
      'Another package is imported by its name; helpers of tests in core are shared by path',
    ),
    rule(
      'by-path',
      { path: '^packages/([^/]+)/src/' },
      { path: '^packages/$1/', dependencyTypesNot: ['local'] },
      'A source imports its own package by path',
    ),
    rule(
      'source-imports-sources',
      { path: '^packages/([^/]+)/src/' },
      { path: '^packages/$1/', pathNot: '^packages/$1/src/' },
    ),
    rule(
      'tests-stay-outside',
      { path: `^packages/(${those(({ isOpen }) => !isOpen).join('|')})/test/` },
      { path: '^packages/$1/src/', dependencyTypes: ['local'] },
      'A test imports a package by its name, as users do',
    ),
    rule(
      'no-runtime',
      { path: `^packages/${anyOf(those(({ hasRuntime }) => !hasRuntime))}/src/` },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'in-the-manifest',
      { path: '^packages/[^/]+/src/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer'],
      },
      "The package's own package.json names what its sources import",
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count too.
    tsPreCompilationDeps: true,
    parser: 'tsc',
    // Only the nearest package.json counts.
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['sansocket-source', 'import', 'node', 'types', 'default'],
    },
  },
};
