/**
 * The opening handshake from either side: its results for the conversation after it.
 *
 * @module
 */

import type { Variant } from '../catalogue/index.ts';
import type { HandshakeAnswer } from '../judge/index.ts';
import type { Line } from '../peer/index.ts';
import type { Script } from '../script/index.ts';
import type { AnswerAt } from './handshake.ts';
import type { Times } from './times.ts';

/** One connection, and what is done on it. */
export interface Scene {
  readonly line: Line;
  readonly variant: Variant;
  readonly times: Times;
  /** Writes bytes of the case, and keeps them in `sent`. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly sent: readonly Uint8Array[];
  /** Called when a request that stops early has been sent; the connection stays open until its promise is fulfilled. */
  readonly onPlayed: () => Promise<void>;
}

/** The result of an opening. */
export interface Opened extends AnswerAt {
  /** Of a second request on the same connection. */
  readonly second: HandshakeAnswer | undefined;
  /** A rule that the testee broke before its frames. */
  readonly violation: string | undefined;
  /** The steps, if the first bytes of them, so many, went out with our head. */
  readonly early: { readonly script: Script; readonly length: number } | undefined;
  /** Whether we sent our head as a whole, and may send frames. */
  readonly isWhole: boolean;
  /** Sec-WebSocket-Version of our request. */
  readonly version?: string | undefined;
  /** Milliseconds until the answer. */
  readonly ms: number;
}
