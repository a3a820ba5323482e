/**
 * A connection whose opening handshake was made elsewhere: over a stream of HTTP/2 or HTTP/3 (RFC 8441 §5, RFC 9220 §3),
 * or by a runtime with an HTTP server of its own. Its transport carries frames from the first byte.
 *
 * @module
 */

import { isToken, type NegotiatedExtension, serializeExtensions } from '../extensions/index.ts';
import { aRole, type Role } from '../framing/index.ts';
import type { Fields } from '../handshake/index.ts';
import { type Checks, checkKind, checkOptions, isEach, member, pairs } from '../options/index.ts';
import { Connection } from './connection.ts';
import type { Established } from './opening.ts';
import { connectionChecks } from './option-checks.ts';
import { type ConnectionOptions, resolveLimits } from './options.ts';
import { forRecording } from './recording.ts';

/** The options of both roles, and what both ends have agreed on. */
export interface OpenOptions extends Omit<ConnectionOptions, 'extensions'> {
  /** The subprotocol in use. Default: none. */
  readonly subprotocol?: string | undefined;
  /**
   * The extensions in use, in their order: the result of `negotiateExtensions` for a server, of `activateExtensions`
   * for a client. Their sessions then belong to this connection, which closes them. Default: none.
   */
  readonly extensions?: readonly NegotiatedExtension[] | undefined;
  /** The fields of the request for a server, of the response for a client: those of the event `open`. Default: none. */
  readonly fields?: Fields | undefined;
  /**
   * `tcp`: a client waits until the server has ended the transport, which keeps the TIME_WAIT state (RFC 6455 §7.1.1).
   * `stream`: one of many on a connection, which has no such state: both roles end their half behind the closing
   * handshake, and a snapshot is refused. Default: `tcp`.
   */
  readonly transport?: 'tcp' | 'stream' | undefined;
}

export const openChecks: Checks<OpenOptions> = {
  ...connectionChecks,
  subprotocol: ['a token', (value) => typeof value === 'string' && isToken(value)],
  extensions: [
    'the result of negotiateExtensions or activateExtensions',
    (value) =>
      isEach(value, (item) => typeof member(member(item, 'session'), 'reservedBits') === 'number'),
  ],
  fields: pairs,
  transport: "'tcp' or 'stream'",
};

/**
 * A connection that begins open, of either role. Its first event is `open`. The transport has to call `outputSent`: the
 * event `close` waits until our Close frame has left.
 *
 * @example
 * ```ts
 * import { OpenConnection } from 'sansocket';
 *
 * const connection = new OpenConnection('server', { subprotocol: 'chat' }, 0);
 * connection.receive(Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 0x61), 1);
 * connection.nextEvent(); // { type: 'open', subprotocol: 'chat', … }
 * connection.nextEvent(); // { type: 'message', kind: 'text', data: 'a' }
 * ```
 */
export class OpenConnection extends Connection {
  /**
   * Begins with the first byte of the peer's first frame.
   *
   * @param options - Limits and timeouts of the opening handshake have no effect.
   * @param now - Milliseconds on the caller's monotonic clock.
   * @throws RangeError or TypeError for an option that cannot be used.
   */
  constructor(role: Role, options: OpenOptions, now: number) {
    checkKind('role', role, aRole);
    checkOptions(options, openChecks);
    const { extensions = [], subprotocol, fields = [], transport, ...rest } = options;
    const others = forRecording(rest);
    assertUnused(extensions);
    const established: Established = {
      kind: 'established',
      event: { type: 'open', subprotocol, extensions: serializeExtensions(extensions), fields },
      extensions,
      offset: 0,
      rest: new Uint8Array(0),
      isStream: transport === 'stream',
    };
    super(role, others, resolveLimits(options.limits), established, now);
    this.madeOf({ isOpen: true, inUse: this.extensions, subprotocol, fields, transport });
    for (const { session } of extensions) {
      if (Object.isExtensible(session)) Object.defineProperty(session, IN_USE, { value: true });
    }
  }
}

/** Marks the session of an extension that a connection has. */
const IN_USE: unique symbol = /* @__PURE__ */ Symbol('in use');

/** Two connections with one session would decompress with each other's windows. */
function assertUnused(extensions: readonly NegotiatedExtension[]): void {
  const used = extensions.find(({ session }) => IN_USE in session);
  if (used !== undefined) {
    throw new TypeError(
      `extensions must be negotiated for each connection: another one has ${used.name}`,
    );
  }
}
