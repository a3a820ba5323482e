/**
 * What can happen to two connections and the wire between them, as data: one decision each. A script of
 * them is a run, and leaving steps out of a script gives a smaller one.
 *
 * @module
 */

import type { Role } from 'sansocket';

/** What the wire does. `to` is the end that gets it. */
export type WireStep =
  /** Hands over the next bytes, at most so many; or, behind the last, the end or the reset. */
  | { readonly type: 'deliver'; readonly to: Role; readonly bytes?: number }
  /** A reset that is under way arrives now and destroys what was to come before it. */
  | { readonly type: 'overtake'; readonly to: Role }
  /** What is under way is lost and the stream ends instead; nothing follows: half-closed by the wire. */
  | { readonly type: 'cut'; readonly to: Role }
  /** The transport breaks at this end; the other learns it behind what is under way. */
  | { readonly type: 'reset'; readonly to: Role }
  /** What is under way is lost and so is all that follows; nobody learns it. */
  | { readonly type: 'silence'; readonly to: Role };

/** What time does. */
export type TimeStep =
  /** Time goes by for both ends. What becomes due is done at its time, or all at the end if `late`. */
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

/** What an application does. */
export type ApplicationStep =
  /** Takes events, at most so many. Default: all. */
  | { readonly type: 'take'; readonly by: Role; readonly events?: number }
  | { readonly type: 'call'; readonly by: Role; readonly call: ApplicationCall };

/** One decision. */
export type PairStep = WireStep | TimeStep | ApplicationStep;
