/**
 * WebSocket without I/O (RFC 6455): bytes in, events and bytes out.
 *
 * This entry has the connections; each layer below them has its own entry, such as `sansocket/framing`.
 *
 * @module
 */
export {
  type AcceptOptions,
  type Capabilities,
  ClientConnection,
  type ClientOptions,
  type CloseEvent,
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type ConnectionRecorder,
  type ConnectionStats,
  type Deadline,
  type EndedBy,
  type HandshakeRequestEvent,
  type Limits,
  OpenConnection,
  type OpenOptions,
  type Output,
  type PreparedMessage,
  prepareMessage,
  type ReadyState,
  type SendOptions,
  type SendStatus,
  ServerConnection,
  type ServerOptions,
  SharedMemory,
  type Snapshot,
  type TimeoutReason,
  type Timeouts,
  type ViolationEvent,
} from './connection/index.ts';
export { Driver, type Transport } from './driving/index.ts';
export { CloseCode, fitCloseReason, Opcode, type Role } from './framing/index.ts';
export {
  type Field,
  type Fields,
  fieldValue,
  type HeaderFields,
  parseCookies,
} from './handshake/index.ts';
export { StateError, type ViolationId, violations } from './violations/index.ts';
