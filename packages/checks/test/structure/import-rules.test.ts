import { describe, expect, it } from '@jest/globals';
import { listPackages, runTool, withWorkspace, workspaceRoot } from '@sansocket/workspace';

const configFile = `${workspaceRoot}packages/checks/dependency-cruiser.config.js`;
const { default: config } = (await import(configFile)) as {
  readonly default: {
    readonly forbidden: readonly {
      readonly name: string;
      readonly from: { readonly pathNot?: string };
    }[];
  };
};

/** An import that is refused, by the rule's name. */
const refused: readonly (readonly [rule: string, from: string, target: string, type?: 'type'])[] = [
  ['core-bytes', 'core/src/bytes/queue', '../masking/index'],
  ['core-violations', 'core/src/violations/rows', '../bytes/index', 'type'],
  ['core-masking', 'core/src/masking/key', '../framing/index'],
  ['core-framing', 'core/src/framing/decoder', '../fragmentation/index'],
  ['core-handshake', 'core/src/handshake/server', '../framing/index', 'type'],
  ['core-extensions-types', 'core/src/extensions/extension', '../framing/index'],
  ['core-connection', 'core/src/connection/machine', '../index'],
  ['core-rows', 'core/src/rooms/room', '../bytes/index'],
  ['testkit-knows', 'testkit/src/laws/law', '../../../node/src/index'],
  ['testkit-model-knows', 'testkit/src/model/frames', '../../../core/src/framing/index'],
  ['no-runtime', 'core/src/handshake/hash', 'node:crypto'],
  ['in-the-manifest', 'node/src/server', 'fast-check'],
  ['by-name', 'node/src/serve', '../../core/src/index'],
  ['packages-have-rows', 'cellar/src/index', './wine'],
  ['through-the-index-1', 'core/src/masking/writer', '../bytes/queue'],
  ['through-the-index-1', 'core/src/masking/reader', './private/deep'],
  ['through-the-index-1', 'core/src/masking/taker', './private/deeper/index'],
  ['source-imports-sources', 'core/src/masking/pair', '../../test/pair'],
  ['tests-stay-outside', 'testkit/test/laws/law.test', '../../src/laws/index'],
  ['resolves', 'core/src/framing/lost', './nowhere'],
];

describe('import rules', () => {
  it('refuse what the table does not allow, and no more', async () => {
    const files: Record<string, string> = {
      'packages/core/src/index.ts': "import './connection/index.ts';",
      'packages/core/src/connection/index.ts': "import '../framing/index.ts';",
      'packages/core/src/extensions/header.ts': "import type { A } from '../framing/index.ts';",
      // A file of an inner folder imports one further out, and tests of an open package import sources.
      'packages/core/src/masking/private/deep.ts': "import '../key.ts';",
      'packages/checks/test/size/size.test.ts': "import '../../src/size/size.ts';",
      'packages/checks/src/size/size.ts': "import 'node:fs';",
    };
    for (const name of listPackages(workspaceRoot)) {
      files[`packages/${name}/package.json`] = '{ "type": "module" }';
    }
    for (const [, from, target, type] of refused) {
      const isFile = target.startsWith('.');
      const specifier = isFile ? `${target}.ts` : target;
      files[`packages/${from}.ts`] =
        type === undefined ? `import '${specifier}';` : `import type { A } from '${specifier}';`;
      if (!isFile || target === './nowhere') continue;
      const { pathname } = new URL(specifier, `file:///packages/${from}.ts`);
      files[pathname.slice(1)] ??= 'export {};';
    }
    const said = await withWorkspace(files, cruise);
    expect(said.filter(([rule]) => rule !== 'no-cycle').sort()).toEqual(
      expect.arrayContaining(refused.map(([rule, from]) => [rule, `packages/${from}.ts`])),
    );
    const known = new Set(refused.map(([, from]) => `packages/${from}.ts`));
    expect(said.filter(([, from]) => !known.has(from))).toEqual([]);
  });

  it('refuse a cycle', async () => {
    const said = await withWorkspace(
      {
        'packages/checks/src/docs/a.ts': "import './b.ts';",
        'packages/checks/src/docs/b.ts': "import type { A } from './a.ts';",
      },
      cruise,
    );
    expect(said).toContainEqual(['no-cycle', 'packages/checks/src/docs/a.ts']);
  });

  it('have a row for each package of the workspace', () => {
    const { pathNot } = config.forbidden.find(({ name }) => name === 'packages-have-rows')!.from;
    for (const name of listPackages(workspaceRoot)) {
      expect(`packages/${name}/src/index.ts`).toMatch(new RegExp(pathNot!));
    }
  });
});

/** The broken rules of a workspace, each with the file that breaks it. */
function cruise(root: string): [rule: string, from: string][] {
  const args = ['--config', configFile, '--output-type', 'json', 'packages'];
  const { output } = runTool(root, 'dependency-cruiser', args, 'depcruise');
  const { summary } = JSON.parse(output) as {
    readonly summary: {
      readonly violations: readonly {
        readonly rule: { readonly name: string };
        readonly from: string;
      }[];
    };
  };
  return summary.violations.map(({ rule, from }) => [rule.name, from]);
}
