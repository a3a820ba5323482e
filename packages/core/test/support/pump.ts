/**
 * Two ends joined by a wire without delay that cuts what it carries.
 *
 * @module
 */

import { cut } from './arbitraries/cuts.ts';
import type { Recorder } from './recorder.ts';

/** Carries what each end writes to the other until both are silent; ends of streams are carried too. */
export function pump(ends: readonly [Recorder, Recorder], sizes: readonly number[]): void {
  let carried = true;
  while (carried) {
    const [one, other] = ends;
    carried = carry(one, other, sizes);
    carried = carry(other, one, sizes) || carried;
  }
}

function carry(from: Recorder, to: Recorder, sizes: readonly number[]): boolean {
  from.takeEvents();
  let carried = false;
  for (let output; (output = from.connection.nextOutput()) !== undefined; carried = true) {
    if (output.type === 'abort') to.connection.receiveError(output.reason, 0);
    if (output.type === 'end') to.connection.receiveEnd(0);
    if (output.type !== 'write') continue;
    from.connection.outputSent(output.bytes.length, 0);
    for (const chunk of cut(output.bytes, sizes)) {
      to.connection.receive(chunk, 0);
      to.takeEvents();
    }
  }
  to.takeEvents();
  return carried;
}
