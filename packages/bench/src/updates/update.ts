/**
 * Ways to send updates to a browser, and the rates at which they are measured.
 *
 * @module
 */

/** `poll-1`: a request every second; `poll-10`: every ten; `long-poll`: one that the server answers when there is news. */
export const ways = ['poll-10', 'poll-1', 'long-poll', 'socket'] as const;

/** One of those. */
export type Way = (typeof ways)[number];

/** Updates a second. */
export const rates = [0.1, 1, 10, 100] as const;

/** The costs of one way at one rate, for each update that a client receives. */
export interface UpdateCost {
  readonly way: Way;
  /** Updates a second. */
  readonly rate: number;
  /** On the wire, in both directions, without TCP. */
  readonly bytes: number;
  /** CPU time of the server, in nanoseconds. */
  readonly cpu: number;
  /** From the update to the client, on average and apart from the network, in milliseconds. */
  readonly delayMs: number;
}

/** The requests of the bench to the server of updates. `start` is answered with its port. */
export type UpdateRequest =
  | { readonly type: 'start' }
  /** Once so many requests wait. */
  | { readonly type: 'publish'; readonly waiting: number }
  | { readonly type: 'ping' };

/** An update as it is sent: JSON of 56 bytes. */
export function updateOf(sequence: number): string {
  return `{"n":${String(sequence).padStart(8, '1')},"symbol":"ACME","bid":101.25,"ask":101.27}`;
}
