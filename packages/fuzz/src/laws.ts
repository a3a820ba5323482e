/**
 * `pnpm laws`: what the values of each law reach, and how long they take.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flag, print, runCommand } from '@sansocket/command-line';
import { laws } from '@sansocket/testkit/laws';
import { type LawMeasure, lawsPage, measureLaw, renderLaws } from './laws-page/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Of the values, in `pnpm test`. */
const SHORT = 0.3;

await runCommand(
  {
    name: 'pnpm laws',
    does: `Asks all laws of the kit of both ends of core, and tells what their values reach and how long they take;
some minutes. The exit code is 1 when an end disagrees with a law.`,
    options: { write: flag(`Make the page ${lawsPage}`) },
    example: 'pnpm laws',
  },
  ({ write }) => {
    const measures = (factor: number): LawMeasure[] => laws.map((law) => measureLaw(law, factor));
    // An engine is slow with code that it meets for the first time.
    measures(SHORT / 10);
    const [short, long] = [measures(SHORT), measures(1)];
    const page = renderLaws(short, long);
    if (write) writeFileSync(join(root, lawsPage), page);
    else print(page);
    const surprises = [...short, ...long].flatMap((measure) => measure.surprises);
    for (const surprise of surprises) print(surprise);
    if (surprises.length > 0) process.exitCode = 1;
  },
);
