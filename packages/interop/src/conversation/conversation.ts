/**
 * What every client does with every server, and what it has to see: a subprotocol, an echo of text, of
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

/** What the client has seen. */
export interface Conversation {
  readonly subprotocol: string;
  readonly text: string;
  readonly bytes: readonly number[];
  readonly largeIsSame: boolean;
  /** A server answers with the code, and need not repeat the reason (RFC 6455 §5.5.1). */
  readonly closedByClient: Omit<Closed, 'reason'>;
  readonly closedByServer: Closed;
}

/** What every client has to see. */
export const expected: Conversation = {
  subprotocol: 'echo',
  text: 'Grüße 🌍',
  bytes: [0, 127, 255],
  largeIsSame: true,
  closedByClient: { code: 3001, wasClean: true },
  closedByServer: { code: 4001, reason: 'genug, schön', wasClean: true },
};

/** What a client asks the server for with a text, and what the server does then. */
export const CLOSE_ME = 'close me';

/** @throws Error that shows both when what was seen is not what was expected. */
export function assertSame(seen: unknown, wanted: unknown = expected): void {
  const [is, shall] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (is !== shall) throw new Error(`saw ${is}, expected ${shall}`);
}
