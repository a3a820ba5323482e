/**
 * What the bench and its workers say to each other: one JSON value a line, an answer for each request.
 *
 * @module
 */

import type { PeerName } from '../peers/index.ts';
import type { Work } from '../work/index.ts';

/** Sets up; times; counts bytes of the heap. */
export type Request =
  | { readonly type: 'open'; readonly peer: PeerName; readonly work: Work }
  | { readonly type: 'warm'; readonly ms: number; readonly sliceMs: number }
  | { readonly type: 'slice' }
  | { readonly type: 'allocate' }
  | { readonly type: 'hold' };

/** Times in nanoseconds a unit. */
export interface Slice {
  readonly cpu: number;
  readonly wall: number;
}

/** Of `open`: nothing; of `warm`: calls a slice; of `slice`: times; of the others: bytes a unit. */
export type Answer =
  | { readonly ok: true; readonly calls?: number; readonly slice?: Slice; readonly bytes?: number }
  | { readonly ok: false; readonly error: string };
