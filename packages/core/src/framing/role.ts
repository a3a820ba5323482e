/**
 * The two ends of a connection: the client masks, the server does not (RFC 6455 §5.1).
 *
 * @module
 */

export type Role = 'client' | 'server';
