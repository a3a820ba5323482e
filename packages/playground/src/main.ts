/**
 * `pnpm playground`: builds the page, or finds it stale; takes its picture.
 *
 * @module
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, flag, runCommand } from '@sansocket/command-line';
import { chromiumPath, hasChromium } from '@sansocket/engines';
import { buildPage, pageFile } from './build-page.ts';
import { pictureFile, takePicture } from './take-picture.ts';

await runCommand(
  {
    name: 'pnpm playground',
    does: `Builds the playground, one file without a network: ${pageFile}`,
    options: {
      check: flag('Change nothing; fail if the file is not what the sources give'),
      picture: flag(`Take its picture too, in Chromium: ${pictureFile}`),
    },
    apart: [['check', 'picture']],
    example: 'pnpm playground --check',
  },
  async ({ check, picture }) => {
    if (picture && !hasChromium()) throw new Failure(`There is no Chromium: ${chromiumPath}`);
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    const page = await buildPage(root);
    const file = join(root, pageFile);
    if (check && readFileSync(file, 'utf8') !== page) {
      throw new Failure(`${pageFile} Not up to date: run pnpm generate`);
    }
    if (!check) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, page);
    }
    console.log(`${pageFile} has ${Buffer.byteLength(page)} bytes`);
    if (picture) await takePicture(root, page);
  },
);
