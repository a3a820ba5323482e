/**
 * The caller's timing was wrong. (Wrong arguments throw `TypeError` for the kind and `RangeError` for
 * the value.)
 *
 * @module
 */

/** A call that the state of the object does not allow; it has changed nothing. */
export class StateError extends Error {
  override readonly name: string = 'StateError';
}
