/**
 * The error for a call at the wrong time. (Wrong arguments throw `TypeError` for the kind and `RangeError`
 * for the value.)
 *
 * @module
 */

/** The state of the object does not allow the call; the call has changed nothing. */
export class StateError extends Error {
  override readonly name: string = 'StateError';
}
