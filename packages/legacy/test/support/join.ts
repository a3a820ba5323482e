/**
 * Two ends, with no transport between them but this.
 *
 * @module
 */

import type { Connection, ConnectionEvent } from 'sansocket';
import type { End } from '../../../core/test/support/end.ts';

/** Carries what each has to say to the other until both are silent; events go to the listeners. */
export function converse(
  one: End,
  other: End,
  onEvent: (event: ConnectionEvent, connection: Connection) => void,
): void {
  const carry = (from: End, to: End): boolean => {
    const events = from.events();
    for (const event of events) onEvent(event, from.connection);
    const outputs = from.outputs();
    from.credit();
    for (const output of outputs) {
      if (output.type === 'write') to.receive(output.bytes);
      else to.receiveEnd();
    }
    return events.length + outputs.length > 0;
  };
  while ([carry(one, other), carry(other, one)].includes(true));
}
