/**
 * How far a long run has come: a bar on a terminal, a line now and then elsewhere.
 *
 * @module
 */

const BAR_WIDTH = 40;
/** Elsewhere than on a terminal, one line for so many steps. */
const STEPS_PER_LINE = 10;

/** Shows that `done` of `total` steps are done. */
export function showProgress(done: number, total: number, what: string): void {
  const text = `${done} of ${total} ${what}`;
  if (process.stdout.isTTY) {
    const filled = Math.round((done / total) * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    process.stdout.write(`\r${bar} ${text}${done === total ? '\n' : ''}`);
  } else if (done % STEPS_PER_LINE === 0 || done === total) {
    console.log(text);
  }
}
