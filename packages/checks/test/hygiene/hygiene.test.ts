import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { withWorkspace } from '@sansocket/workspace';
import {
  judgeContents,
  judgeManifest,
  judgePackage,
  judgePublicManifest,
  type Manifest,
  withVersions,
} from '../../src/hygiene/index.ts';
import { itNeeds } from '../helpers/it-needs.ts';

const target = (path: string) => ({
  'sansocket-source': `./src/${path}index.ts`,
  types: `./dist/${path}index.d.ts`,
  default: `./dist/${path}index.js`,
});

const good = {
  name: 'good',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  files: ['dist', 'src'],
  exports: { '.': target(''), './bytes': target('bytes/'), './package.json': './package.json' },
  dependencies: { '@noble/hashes': '^2.4.0', sansocket: 'workspace:^' },
  repository: {
    type: 'git',
    url: 'git+https://github.com/sansocket/sansocket.git',
    directory: 'packages/good',
  },
  homepage: 'https://github.com/sansocket/sansocket/tree/main/packages/good#readme',
  bugs: 'https://github.com/sansocket/sansocket/issues',
  publishConfig: { access: 'public' },
  scripts: {
    prepack: 'node ../checks/dist/commands/pack.js',
    postpack: 'node ../checks/dist/commands/pack.js --restore',
  },
  devDependencies: { typescript7: 'npm:typescript@7.0.2' },
} satisfies Manifest & { version: string };

describe('judgeManifest()', () => {
  it('has nothing against a good manifest', () => {
    expect(judgeManifest(good)).toEqual([]);
  });

  it.each([
    [{ license: 'ISC' }, 'license is not "MIT"'],
    [{ engines: { node: '>=18' } }, 'engines is not {"node":">=20.19"}'],
    [{ devDependencies: { jest: '^30.0.0' } }, "Version '^30.0.0' of jest is not exact"],
    [{ dependencies: { ws: '8.0.0' } }, "Version '8.0.0' of ws is no range that begins with ^"],
    [
      { peerDependencies: { ws: 'latest' } },
      "Version 'latest' of ws is no range that begins with ^",
    ],
    [{ private: true, dependencies: { ws: '^8.0.0' } }, "Version '^8.0.0' of ws is not exact"],
    [
      { dependencies: { sansocket: 'workspace:*' } },
      "Version 'workspace:*' of sansocket is no range that begins with ^",
    ],
    [{ optionalDependencies: { a: 'npm:b@1' } }, "Version 'npm:b@1' of a is not exact"],
  ])('refuses %j', (change, message) => {
    expect(judgeManifest({ ...good, ...change })).toEqual([message]);
  });
});

describe('judgePublicManifest()', () => {
  it('has nothing against a good manifest', () => {
    expect(judgePublicManifest(good, 'packages/good', ['bytes'])).toEqual([]);
  });

  it('takes folders of JSON files whose files are entry points', () => {
    const files = ['dist', 'src', 'data'];
    const exports = { ...good.exports, './data/*.json': './data/*.json' };
    expect(judgePublicManifest({ ...good, files, exports }, 'packages/good', ['bytes'])).toEqual(
      [],
    );
    expect(judgePublicManifest({ ...good, files }, 'packages/good', ['bytes'])).toHaveLength(1);
  });

  it.each([
    [{ type: 'commonjs' }, 'type is not "module"'],
    [{ sideEffects: true }, 'sideEffects is not false'],
    [{ publishConfig: {} }, 'publishConfig is not {"access":"public"}'],
    [{ files: ['dist'] }, 'files is not ["dist","src"]'],
    [{ exports: { ...good.exports, './old': target('old/') } }, "exports['./old'] has no module"],
  ])('refuses %j', (change, message) => {
    expect(judgePublicManifest({ ...good, ...change }, 'packages/good', ['bytes'])).toEqual([
      message,
    ]);
  });

  it('refuses a module without an entry point, and one with conditions in another order', () => {
    expect(judgePublicManifest(good, 'packages/good', ['bytes', 'masking'])).toEqual([
      expect.stringContaining("exports['./masking'] is not"),
    ]);
    const exports = { ...good.exports, './bytes': './dist/bytes/index.js' };
    expect(judgePublicManifest({ ...good, exports }, 'packages/good', ['bytes'])).toHaveLength(1);
  });
});

describe('withVersions()', () => {
  const manifests = [{ name: 'sansocket', version: '0.3.1' }];

  it('writes the range that workspace:^ stands for, and changes nothing else', () => {
    const text = '{ "a": "^1.0.0",\n  "sansocket": "workspace:^" }\n';
    const written = '{ "a": "^1.0.0",\n  "sansocket": "^0.3.1" }\n';
    expect(withVersions(text, manifests)).toBe(written);
  });

  it('refuses a name that no package has', () => {
    expect(() => withVersions('"sansocked": "workspace:^"', manifests)).toThrow('sansocked');
  });
});

describe('judgeContents()', () => {
  it('finds what an earlier build left, and what does not belong there', () => {
    const files = [
      'LICENSE',
      'README.md',
      'package.json',
      'src/a.ts',
      'dist/a.js',
      'dist/a.d.ts',
      'dist/a.js.map',
    ];
    expect(judgeContents(files)).toEqual([]);
    expect(judgeContents([...files, 'dist/b.js'])).toEqual(['dist/b.js has no source: remove it']);
    expect(judgeContents([...files, 'test/a.test.ts'])).toEqual([
      'test/a.test.ts does not belong into the package',
    ]);
    expect(judgeContents(files.slice(1))).toEqual(['Package has no LICENSE']);
    expect(judgeContents([...files, 'data/a.json', 'data/a.md'], ['data'])).toEqual([
      'data/a.md does not belong into the package',
    ]);
  });
});

describe('judgePackage()', () => {
  const hasPnpm = spawnSync('pnpm', ['--version']).status === 0;
  const files = {
    LICENSE: 'MIT',
    'packages/a/README.md': '# a\n',
    'pnpm-workspace.yaml': 'packages: [packages/*]\n',
    'package.json': '{ "private": true }',
    'packages/a/src/index.ts': '/** @module */\nexport const a = 1;\n',
    'packages/a/dist/index.js': 'export const a = 1;\n',
    'packages/a/dist/index.d.ts': 'export declare const a = 1;\n',
    'packages/a/package.json': JSON.stringify({
      ...good,
      exports: { '.': target('') },
      dependencies: {},
      devDependencies: {},
      scripts: {},
    }),
  };

  itNeeds(hasPnpm)('has nothing against a good package', async () => {
    expect(await withWorkspace(files, (root) => judgePackage(root, 'packages/a'))).toEqual([]);
  });

  itNeeds(hasPnpm)('shows what publint and are-the-types-wrong find', async () => {
    const untyped: Record<string, string> = { ...files };
    delete untyped['packages/a/dist/index.d.ts'];
    const messages = await withWorkspace(untyped, (root) => judgePackage(root, 'packages/a'));
    expect(messages).toEqual([
      expect.stringContaining('publint:'),
      expect.stringContaining('are-the-types-wrong:'),
    ]);
  });
});
