/**
 * Parts of a message that follow one another, as one: a transport's cuts are not to be seen in them.
 *
 * @module
 */

import type { ConnectionEvent } from 'sansocket';
import { concat } from './bytes.ts';
import type { Recording } from './recorder.ts';

/** The same recording with adjacent parts joined; an empty part that ends nothing is left out. */
export function joinParts(recording: Recording): Recording {
  const joined: ConnectionEvent[] = [];
  for (const event of recording.events) {
    const last = joined.at(-1);
    if (event.type === 'message-part' && last?.type === 'message-part' && !last.fin) {
      joined.splice(-1, 1, { ...event, data: join(last.data, event.data) });
    } else if (event.type !== 'message-part' || event.fin || event.data.length > 0) {
      joined.push(event);
    }
  }
  return { ...recording, events: joined };
}

function join(first: string | Uint8Array, second: string | Uint8Array): string | Uint8Array {
  if (typeof first === 'string' && typeof second === 'string') return first + second;
  if (typeof first === 'string' || typeof second === 'string') {
    throw new Error('Parts of a message are text and bytes');
  }
  return concat(first, second);
}
