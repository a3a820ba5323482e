import { describe, expect, it } from '@jest/globals';
import { readText, workspaceRoot } from '@sansocket/workspace';

/** Packages for later versions of Node, which only `packages/runtimes` depends on. */
const ofRuntimes = ['undici@8.13.1'];

/** Whether a range of versions, as `engines` writes it, has the Node 20.19 that this workspace asks for. */
function takesNode20(range: string): boolean {
  return range.split('||').some((part) => {
    const [, sign = '', major, minor = '0'] = /^\s*(>=|\^)?\s*(\d+)(?:\.(\d+))?/.exec(part) ?? [];
    if (major === undefined) return true;
    if (Number(major) === 20) return Number(minor) <= 19;
    return sign === '>=' && Number(major) < 20;
  });
}

describe('pnpm-lock.yaml', () => {
  it('has no package beside the runtimes that warns of Node 20 when it is installed', () => {
    const lock = readText(workspaceRoot, 'pnpm-lock.yaml');
    const packages = lock.matchAll(
      /^ {2}'?([^\s':]+)'?:\n {4}resolution: .*\n {4}engines: \{node: '?([^'}]+)/gm,
    );
    const tooNew = [...packages].filter(([, , range = '']) => !takesNode20(range));
    expect(tooNew.map(([, name]) => name)).toEqual(ofRuntimes);
  });

  it('has the packages for later versions of Node only where the runtimes are', () => {
    const [importers = ''] = readText(workspaceRoot, 'pnpm-lock.yaml').split('\npackages:\n');
    const folders = importers
      .split(/^ {2}(?=\S+:$)/m)
      .filter((folder) =>
        ofRuntimes.some((name) => folder.includes(`version: ${name.split('@')[1]!}\n`)),
      );
    expect(folders.map((folder) => folder.split(':', 1)[0])).toEqual(['packages/runtimes']);
  });
});
