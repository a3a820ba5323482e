/**
 * The requests of the bench to its workers.
 *
 * @module
 */

import type { PeerName } from '../peers/index.ts';
import type { CodecWork } from '../work/index.ts';

/** Sets up work. Comes first; answered with nothing to know. */
export interface OpenRequest {
  readonly type: 'open';
  readonly peer: PeerName;
  readonly work: CodecWork;
}

/**
 * `warm` is answered with the calls of a slice, `slice` with its times, the others with bytes a unit.
 */
export type Request =
  | { readonly type: 'warm'; readonly ms: number; readonly sliceMs: number }
  | { readonly type: 'slice' }
  | { readonly type: 'allocate' }
  | { readonly type: 'hold' };

/** Times in nanoseconds a unit. */
export interface Slice {
  readonly cpu: number;
  readonly wall: number;
}
