/**
 * The conversation of every client with every server, and its expected result: a subprotocol, an echo of text, of
 * bytes and of 1 MiB, and both ways to close.
 *
 * @module
 */

/** How a connection ended for a client. */
export interface Closed {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;
}

/** The results of the client. */
export interface Conversation {
  readonly subprotocol: string;
  readonly text: string;
  readonly bytes: readonly number[];
  readonly largeIsSame: boolean;
  /** A server answers with the code, and need not repeat the reason (RFC 6455 §5.5.1). */
  readonly closedByClient: Omit<Closed, 'reason'>;
  readonly closedByServer: Closed;
}

/** The expected results of every client. */
export const expected: Conversation = {
  subprotocol: 'echo',
  text: 'Grüße 🌍',
  bytes: [0, 127, 255],
  largeIsSame: true,
  closedByClient: { code: 3001, wasClean: true },
  closedByServer: { code: 4001, reason: 'genug, schön', wasClean: true },
};

/** The requests that a client sends to the server as texts, and the server's actions. */
export const CLOSE_ME = 'close me';

/** @throws Error that shows both results when they differ. */
export function assertSame(seen: unknown, wanted: unknown = expected): void {
  const [is, shall] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (is !== shall) throw new Error(`saw ${is}, expected ${shall}`);
}
