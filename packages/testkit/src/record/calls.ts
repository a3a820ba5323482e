/**
 * The calls of a connection that a log has a line for: all that change it or that return data. Reading a property
 * changes nothing and is not logged.
 *
 * @module
 */

/** A call of a connection. */
export type CallName =
  | 'receive'
  | 'receiveEnd'
  | 'receiveError'
  | 'outputSent'
  | 'handleTimeout'
  | 'accept'
  | 'reject'
  | 'send'
  | 'ping'
  | 'pong'
  | 'close'
  | 'fail'
  | 'terminate'
  | 'pauseReceiving'
  | 'resumeReceiving'
  | 'nextEvent'
  | 'nextOutput'
  | 'nextTimeout';

/** The names of each call's arguments, in order. */
export const calls: Readonly<Record<CallName, readonly string[]>> = {
  receive: ['chunk', 'now'],
  receiveEnd: ['now'],
  receiveError: ['cause', 'now'],
  outputSent: ['bytes', 'now'],
  handleTimeout: ['now'],
  accept: ['options', 'now'],
  reject: ['rejection', 'now'],
  send: ['data', 'options'],
  ping: ['payload', 'now'],
  pong: ['payload'],
  close: ['code', 'reason', 'now'],
  fail: ['code', 'reason', 'now'],
  terminate: ['cause', 'now'],
  pauseReceiving: [],
  resumeReceiving: [],
  nextEvent: [],
  nextOutput: [],
  nextTimeout: [],
};

/** Whether a name is that of a call in the table. */
export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}
