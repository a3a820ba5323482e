/**
 * `pnpm playground [--check] [--picture]`: builds the page, or finds it stale; takes its picture.
 *
 * @module
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPage, pageFile } from './build-page.ts';
import { pictureFile, takePicture } from './take-picture.ts';

const usage = `Builds the playground, one file without a network: ${pageFile}

  --check    Change nothing; fail if the file is not what the sources give
  --picture  Take its picture too, in Chromium: ${pictureFile}
  --help     Print this`;

const root = fileURLToPath(new URL('../../../', import.meta.url));
const has = (option: string) => process.argv.includes(option);

if (has('--help')) console.log(usage);
else {
  const page = await buildPage(root);
  const size = `${pageFile} has ${Buffer.byteLength(page)} bytes`;
  if (!has('--check')) {
    mkdirSync(dirname(join(root, pageFile)), { recursive: true });
    writeFileSync(join(root, pageFile), page);
    console.log(size);
  } else if (readFileSync(join(root, pageFile), 'utf8') === page) console.log(size);
  else {
    console.error(`${pageFile} Page is not up to date: run pnpm playground`);
    process.exitCode = 1;
  }
  if (has('--picture')) await takePicture(root, page);
}
