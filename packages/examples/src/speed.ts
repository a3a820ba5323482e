/**
 * `pnpm speed`: decoding and encoding beside `ws`, on the same bytes, in the same process.
 *
 * @module
 */

import { endWithMistake, readCommandLine } from './command-line.ts';
import { type Comparison, compare, decodeTasks, encodeTasks } from './speed/index.ts';

const usage = `Decodes and encodes messages as a server, beside ws 8.23.0, on the same bytes.

  --seconds N  How long each of the eight rows takes. Default: 2.5
  --help       Print this`;

const { seconds } = readCommandLine(usage, { seconds: '2.5' });
if (!(Number(seconds) > 0)) endWithMistake(`Seconds must be more than 0, got '${seconds}'`);

console.log('CPU time of one message, medians\n');
printRow('', 'sansocket', 'ws', 'ratio');
for (const task of [...decodeTasks(), ...encodeTasks()]) {
  printComparison(await compare(task, Number(seconds)));
}
console.log(
  '\nRatio: the work that we do in the time that ws takes for one. Decoding: masked messages in reads',
);
console.log('of 64 KiB, text as strings. Encoding: 32 messages in a turn, unmasked.');

function printComparison({ name, ours, theirs, ratio }: Comparison): void {
  printRow(name, nanoseconds(ours), nanoseconds(theirs), `${ratio.toFixed(1)}×`);
}

function printRow(name: string, ours: string, theirs: string, ratio: string): void {
  console.log(
    `  ${name.padEnd(22)}${ours.padStart(14)}${theirs.padStart(14)}${ratio.padStart(10)}`,
  );
}

function nanoseconds(value: number): string {
  return `${Math.round(value).toLocaleString('en-US')} ns`;
}
