/**
 * A picture of the page, for the README.
 *
 * @module
 */

import { join } from 'node:path';
import { withPage } from '@sansocket/engines';
import { fragmentOf, plainScenario } from './model/index.ts';

/** The path of the picture. */
export const pictureFile = 'docs/pictures/playground.png';

/** A text, a ping and a Close frame from a client, in chunks that do not care for frames. */
const pictured = fragmentOf({
  scenario: {
    ...plainScenario,
    input: `81 85 37 fa 21 3d 7f 9f 4d 51 58  # "Hello"
89 82 37 fa 21 3d 5f 93           # "hi"
88 85 37 fa 21 3d 34 12 43 44 52  # 1000 "bye"`,
    cut: '8',
  },
  step: undefined,
});

/** @param page - The page's HTML. */
export async function takePicture(root: string, page: string): Promise<void> {
  await withPage(async (tab) => {
    await tab.goto(new URL(`#${pictured}`, tab.url()).href);
    await tab.setViewportSize({ width: 1360, height: 980 });
    await tab.screenshot({ path: join(root, pictureFile) });
  }, page);
  console.log(`${pictureFile} is taken`);
}
