/**
 * The steps in which a frame is decoded.
 *
 * @module
 */

/**
 * The step that `next()` reached.
 *
 * - `header`: the header is whole; read it from `header`, `opcode`, `fin` and `payloadLength`.
 * - `payload`: a piece of the payload is decoded; `payload()` returns it.
 * - `end`: the frame is complete.
 * - `need-input`: the whole chunk is decoded; `push` the next one.
 * - `violation`: the peer broke a rule; no more bytes are decoded. With the option `afterViolation: 'continue'`, only if
 *   `isStopped`: otherwise the steps of the frame follow, from `header` on or from the next rule that it breaks.
 */
export type FrameStep = 'header' | 'payload' | 'end' | 'need-input' | 'violation';
