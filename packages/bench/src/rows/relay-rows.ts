/**
 * Rows on relays.
 *
 * @module
 */

import type { Row } from './row.ts';
import { shortSizeOf, sizeOf } from './sizes.ts';

/** A relay beside the decoder alone, which reads the same frames and writes none. */
export function relayRows(): Row[] {
  return [16, 65_536].map((bytes) => ({
    name: `relay-${shortSizeOf(bytes)}`,
    title: `relay frames of ${sizeOf(bytes)}, client to server, 64 KiB reads`,
    delivers: 'frames with new masking keys; the decoder alone: payloads in pieces',
    measure: 'time',
    work: {
      kind: 'decode',
      role: 'server',
      messages: 'binary',
      bytes,
      reads: 65_536,
      delivery: 'parts',
    },
    subject: 'relay',
    against: ['frame-decoder'],
    goals: [{ against: 'frame-decoder', must: 0.7, aim: 1 }],
  }));
}
