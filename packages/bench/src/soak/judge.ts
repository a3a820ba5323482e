/**
 * Whether a server has stood a soak.
 *
 * @module
 */

import type { SoakResult } from './result.ts';

/** @returns The faults of the server, in words; empty when it has passed. */
export function judge({ start, end, look, crash, tally }: SoakResult): string[] {
  const { wrong, dropped, problems } = tally;
  const first = problems[0] === undefined ? '' : ` (${problems[0]})`;
  const faults: [isSo: boolean, what: string][] = [
    [tally.right === 0, 'no echo came'],
    [wrong > 0, `${wrong} echoes wrong`],
    [dropped > 0, `${dropped} good clients dropped${first}`],
    [crash !== undefined, `the server ended: ${crash ?? ''}`],
  ];
  if (look !== undefined && end !== undefined) {
    const { opened, closed, uncaught, firstUncaught } = look;
    const left = end.files.sockets - start.files.sockets;
    faults.push(
      [uncaught > 0, `${uncaught} errors uncaught (${firstUncaught ?? ''})`],
      [left > 0, `${left} sockets open after the last client has left`],
      [opened !== closed, `${opened} connections opened and ${closed} closed`],
    );
  }
  return faults.filter(([isSo]) => isSo).map(([, what]) => what);
}
