/**
 * The steps by which a frame is decoded.
 *
 * @module
 */

/**
 * What `next()` came to.
 *
 * - `header`: the header is whole; `header`, `opcode`, `fin`, `payloadLength` tell what it says.
 * - `payload`: a piece of the payload is there; `payload()` gives it.
 * - `end`: the frame is complete.
 * - `need-input`: all of the chunk is taken; `push` the next one.
 * - `violation`: the peer broke a rule; nothing is decoded from here on.
 */
export type FrameStep = 'header' | 'payload' | 'end' | 'need-input' | 'violation';
