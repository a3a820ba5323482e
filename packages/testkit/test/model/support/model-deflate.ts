/**
 * The receiving half of permessage-deflate for core, made of the model's inflate: what is compared is
 * how core treats an extension that owns RSV1 (RFC 7692 §6, §7.2.2).
 *
 * @module
 */

import { inflate } from '@sansocket/testkit/model';
import { concat } from '@sansocket/testkit/wire';
import type { Extension, ExtensionSession, MessageTransform } from 'sansocket/extensions';

const NOTHING: Uint8Array = new Uint8Array(0);

/** An extension that inflates what is received with RSV1, with context takeover, and sends as it is. */
export function modelDeflate(): Extension {
  const session = (): ExtensionSession => ({ reservedBits: 0x40, decoder: inflater() });
  return {
    name: 'permessage-deflate',
    offers: () => [[]],
    accept: () => ({ parameters: [], session: session() }),
    activate: session,
  };
}

function inflater(): MessageTransform {
  let history = NOTHING;
  let payload = NOTHING;
  let given = 0;
  return {
    begin({ reservedBits }) {
      payload = NOTHING;
      given = 0;
      return (reservedBits & 0x40) !== 0;
    },
    push(bytes, fin, budget) {
      payload = concat(payload, bytes);
      const { data, state } = inflate(payload, { isLast: fin, history, budget: given + budget });
      const its = data.slice(given);
      given = data.length;
      if (state === 'too-long') return { kind: 'too-long', bytes: its };
      if (state === 'illegal') {
        return { kind: 'illegal', detail: 'Payload cannot be inflated', bytes: its };
      }
      if (state === 'whole') history = concat(history, data);
      return { kind: 'bytes', bytes: its };
    },
  };
}
