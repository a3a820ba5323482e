import { describe, expect, it } from '@jest/globals';
import { listPackages, workspaceRoot } from '../../src/shared/index.ts';
import { checkStructure, importTable, parseSource } from '../../src/structure/index.ts';

const opening = '/**\n * A file.\n *\n * @module\n */\n';

/** Messages about files given as path and code; the opening comment is put before the code. */
function messages(files: Readonly<Record<string, string>>): string[] {
  const sources = Object.entries(files).map(([path, code]) => parseSource(path, opening + code));
  return checkStructure(sources).map(({ message }) => message);
}

describe('import directions', () => {
  const refused: readonly (readonly [path: string, code: string, message: string])[] = [
    [
      'packages/core/src/bytes/queue.ts',
      "import { applyMask } from '../masking/index.ts';",
      "'bytes' may not import 'masking', only options",
    ],
    [
      'packages/core/src/violations/rows.ts',
      "import type { ByteQueue } from '../bytes/index.ts';",
      "'violations' may not import 'bytes', only nothing",
    ],
    [
      'packages/core/src/masking/key.ts',
      "import { opcodes } from '../framing/index.ts';",
      "'masking' may not import 'framing', only options, bytes, violations",
    ],
    [
      'packages/core/src/framing/decoder.ts',
      "import { fragment } from '../fragmentation/index.ts';",
      "'framing' may not import 'fragmentation', only options, bytes, violations, masking",
    ],
    [
      'packages/core/src/handshake/server.ts',
      "import type { Role } from '../framing/index.ts';",
      "'handshake' may not import 'framing', only options, bytes, violations, extensions",
    ],
    [
      'packages/core/src/extensions/extension.ts',
      "import { opcodes } from '../framing/index.ts';",
      "'extensions' may import only types of 'framing'",
    ],
    [
      'packages/core/src/extensions/extension.ts',
      "import { type FrameHeader } from '../framing/index.ts';",
      "'extensions' may import only types of 'framing'",
    ],
    [
      'packages/core/src/framing/decoder.ts',
      "export const late = () => import('../connection/index.ts');",
      "'framing' may not import 'connection', only options, bytes, violations, masking",
    ],
    [
      'packages/core/src/connection/machine.ts',
      "import { violations } from '../index.ts';",
      "'connection' may not import '.', only options, bytes, violations, masking, framing, fragmentation, extensions, handshake",
    ],
    [
      'packages/core/src/rooms/room.ts',
      "import '../bytes/index.ts';",
      "Folder 'rooms' has no row in the import table",
    ],
    [
      'packages/testkit/src/model/frames.ts',
      "import { opcodes } from 'sansocket/framing';",
      "Import of 'sansocket/framing': testkit may import nothing",
    ],
    [
      'packages/core/src/handshake/hash.ts',
      "import { createHash } from 'node:crypto';",
      "Import of 'node:crypto': core may import @noble/hashes/*",
    ],
    [
      'packages/core/src/framing/decoder.ts',
      "import { applyMask } from 'sansocket/masking';",
      "Import of 'sansocket/masking': core may import @noble/hashes/*",
    ],
    [
      'packages/node/src/server.ts',
      "import { WebSocketServer } from 'ws';",
      "Import of 'ws': node may import sansocket, sansocket/*, node:*",
    ],
    [
      'packages/node/src/server.ts',
      "import { ServerConnection } from '../../core/src/index.ts';",
      "Import of '../../core/src/index.ts' leaves the package: use the name of the other package",
    ],
    ['packages/cellar/src/index.ts', '', "Package 'cellar' has no row in the import table"],
  ];

  it.each(refused)('refuses in %s: %s', (path, code, message) => {
    expect(messages({ [path]: code })).toContain(message);
  });

  it('allows what the table allows', () => {
    expect(
      messages({
        'packages/core/src/index.ts': "export { receive } from './connection/index.ts';",
        'packages/core/src/connection/index.ts': "export { receive } from './machine.ts';",
        'packages/core/src/connection/machine.ts': "import { a } from '../framing/index.ts';",
        'packages/core/src/handshake/accept-value.ts':
          "import { sha1 } from '@noble/hashes/legacy.js';",
        'packages/core/src/extensions/extension.ts':
          "import type { A } from '../framing/index.ts';",
        'packages/node/src/server.ts':
          "import net from 'node:net';\nimport { A } from 'sansocket';",
      }),
    ).toEqual([]);
  });

  it('has a row for each package of the workspace', () => {
    expect(Object.keys(importTable)).toEqual(expect.arrayContaining(listPackages(workspaceRoot)));
  });
});

describe('entering folders', () => {
  it.each([
    ["import { a } from '../bytes/queue.ts';", "Folder 'bytes' is entered through its index.ts"],
    ["import { a } from './private/deep.ts';", "Folder 'private' is entered through its index.ts"],
    ["import { a } from './private/deeper/index.ts';", "Folder 'private' is entered through its"],
    ["import { a } from './decoder';", "Relative specifier './decoder' does not end in .ts"],
    ["import { a } from './decoder.js';", "Relative specifier './decoder.js' does not end in .ts"],
    ["import { a } from '../../test/pair.ts';", "Source imports '../../test/pair.ts'"],
  ])('refuses %s', (code, message) => {
    expect(messages({ 'packages/core/src/masking/key.ts': code })).toEqual([
      expect.stringContaining(message),
    ]);
  });

  it('lets a file of an inner folder import one further out', () => {
    const code = "import { a } from '../key.ts';";
    expect(messages({ 'packages/core/src/masking/private/deep.ts': code })).toEqual([]);
  });

  it('keeps the tests of a public package outside of its sources', () => {
    const code = "import { a } from '../../src/masking/index.ts';";
    expect(messages({ 'packages/testkit/test/masking/key.test.ts': code })).toEqual([
      "Test reaches 'packages/testkit/src/masking/index.ts' by path: import the package by its name",
    ]);
    expect(messages({ 'packages/checks/test/size/size.test.ts': code })).toEqual([]);
    expect(messages({ 'packages/core/test/masking/key.test.ts': code })).toEqual([]);
  });

  it('lets the tests of one package use the helpers of another by path, where the table says so', () => {
    const code = "import { a } from '../../core/test/support/a.ts';";
    expect(messages({ 'packages/legacy/test/key.test.ts': code })).toEqual([]);
    expect(messages({ 'packages/node/test/key.test.ts': code })).toEqual([
      expect.stringContaining('leaves the package'),
    ]);
  });
});

describe('cycles', () => {
  it('shows the shortest closed path of each group of files', () => {
    const file = (name: string) => `packages/checks/src/docs/${name}.ts`;
    expect(
      messages({
        [file('a')]: "import './b.ts';",
        [file('b')]: "import './c.ts';",
        [file('c')]: "import type { A } from './a.ts';\nimport './b.ts';",
        [file('d')]: "import './a.ts';",
        [file('self')]: "import './self.ts';",
      }),
    ).toEqual([
      `Cycle: ${['a', 'b', 'c', 'a'].map(file).join(' -> ')}`,
      `Cycle: ${['self', 'self'].map(file).join(' -> ')}`,
    ]);
  });
});
