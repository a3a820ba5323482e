/**
 * The events that can happen to two connections and the wire between them, as data: one decision each. A script of
 * them is a run, and leaving steps out of a script gives a smaller one.
 *
 * @module
 */

import type { Role } from 'sansocket';

/** Steps of the wire. `to` is the receiving end. */
export type WireStep =
  /** Delivers at most the given number of bytes; or, after the last, the end or the reset. */
  | { readonly type: 'deliver'; readonly to: Role; readonly bytes?: number }
  /** A reset that is under way arrives now and destroys the bytes before it. */
  | { readonly type: 'overtake'; readonly to: Role }
  /** The bytes under way are lost and the stream ends instead; nothing follows: half-closed by the wire. */
  | { readonly type: 'cut'; readonly to: Role }
  /** The transport breaks at this end; the other end learns of it after the bytes under way. */
  | { readonly type: 'reset'; readonly to: Role }
  /** The bytes under way and all later ones are lost; neither end learns of it. */
  | { readonly type: 'silence'; readonly to: Role };

/** Steps of time. */
export type TimeStep =
  /** Time passes for both ends. Timeouts are handled when they are due, or all at the end if `late`. */
  | { readonly type: 'wait'; readonly ms: number; readonly late?: boolean }
  /** The clock of one end goes on to its next timeout, which is handled: hosts differ in speed. */
  | { readonly type: 'wake'; readonly end: Role };

/** A call that an application makes. */
export type ApplicationCall =
  | { readonly type: 'accept' | 'ping' | 'pong' }
  | { readonly type: 'pause' | 'resume' }
  | { readonly type: 'reject'; readonly status: number }
  | { readonly type: 'send'; readonly data: string | Uint8Array; readonly fin?: boolean }
  | { readonly type: 'close' | 'fail'; readonly code: number; readonly reason: string };

/** Steps of an application. */
export type ApplicationStep =
  /** Takes events, at most so many. Default: all. */
  | { readonly type: 'take'; readonly by: Role; readonly events?: number }
  | { readonly type: 'call'; readonly by: Role; readonly call: ApplicationCall };

/** One decision. */
export type PairStep = WireStep | TimeStep | ApplicationStep;
