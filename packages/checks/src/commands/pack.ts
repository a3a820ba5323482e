/**
 * The steps of npm before and after it packs a package, in that package's folder: `workspace:^` becomes the version
 * that it stands for, as pnpm does by itself.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { flag, runCommand } from '@sansocket/command-line';
import { workspaceRoot } from '@sansocket/workspace';
import { listManifests, withVersions } from '../hygiene/index.ts';

await runCommand(
  {
    name: 'node ../checks/dist/commands/pack.js',
    does: 'Writes versions for workspace:^ into the package.json here, to be packed.',
    options: { restore: flag('Instead: put the package.json back as it was') },
    example: 'npm pack',
  },
  ({ restore }) => {
    const manifest = join(process.cwd(), 'package.json');
    const kept = join(workspaceRoot, '.cache/pack', `${encodeURIComponent(process.cwd())}.json`);
    if (!restore) {
      const text = readFileSync(manifest, 'utf8');
      // An earlier pack was killed: the versions are written already, and the original is kept.
      if (!text.includes('workspace:^')) return;
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, text);
      // At once: other steps of the gate may read it at any time.
      writeFileSync(`${kept}.new`, withVersions(text, listManifests(workspaceRoot)));
      renameSync(`${kept}.new`, manifest);
    } else if (existsSync(kept)) {
      renameSync(kept, manifest);
    }
  },
);
