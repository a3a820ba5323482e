/**
 * The peer's data in one form for a subject, the reference model and a list of sent frames: whole messages, control
 * frames, and nothing specific to an implementation.
 *
 * @module
 */

import type { SubjectEvent } from './subject-event.ts';
import { joinData } from './trace.ts';

/** One item received. */
export type Told =
  | ToldMessage
  | { readonly type: 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'close-received'; readonly code: number; readonly reason: string };

/** A whole message. */
export interface ToldMessage {
  readonly type: 'message';
  readonly kind: 'text' | 'binary';
  readonly data: string | Uint8Array;
}

/** The content of events; joins parts of messages, with or without control frames between them. */
export function toldBy(events: readonly SubjectEvent[]): readonly Told[] {
  let begun: string | Uint8Array | undefined;
  return events.flatMap((event): readonly Told[] => {
    switch (event.type) {
      case 'message':
        return [toldOf(event)];
      case 'message-part': {
        const data = begun === undefined ? event.data : joinData(begun, event.data);
        begun = event.fin ? undefined : data;
        return event.fin ? [toldOf({ kind: event.kind, data })] : [];
      }
      case 'ping':
      case 'pong':
        return [{ type: event.type, payload: event.payload }];
      case 'close-received':
        return [{ type: 'close-received', code: event.code, reason: event.reason }];
      default:
        return [];
    }
  });
}

/** A message in the form in which it is compared. */
export function toldOf({ kind, data }: Omit<ToldMessage, 'type'>): ToldMessage {
  return { type: 'message', kind, data };
}
