/**
 * `--help` of the commands: what their files begin with.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Where it is asked for, prints what the command's file says of it, and ends the process. */
export function helpWhereAsked(): void {
  if (!process.argv.includes('--help')) return;
  console.log(headOf(readFileSync(process.argv[1]!, 'utf8')));
  process.exit(0);
}

/** @returns The comment that a file begins with, without its frame. */
export function headOf(source: string): string {
  const comment = source.slice(0, source.indexOf('*/')).replace('/**', '');
  const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  return lines
    .filter((line) => !line.startsWith('@module'))
    .join('\n')
    .trim();
}
