/**
 * A kind of client: its behaviour from connect to end.
 *
 * @module
 */

import type { Pace } from './pace.ts';
import type { Random } from './random.ts';
import type { Tallying } from './tally.ts';

/** The context of one life of a client. */
export interface Life {
  readonly port: number;
  readonly random: Random;
  readonly pace: Pace;
  readonly tally: Tallying;
  /** Aborts when the soak ends: hostile clients are dropped, good ones finish. */
  readonly stop: AbortSignal;
}

/** One row of the table of clients. */
export interface Kind {
  readonly name: string;
  /** In a few words, for the table. */
  readonly does: string;
  /** Whether it keeps the rules: then the server has to serve it to the end. */
  readonly isGood: boolean;
  /**
   * Lives once.
   *
   * @throws Error when a good client was not served; a hostile one throws only when it cannot connect.
   */
  readonly live: (life: Life) => Promise<void>;
}
