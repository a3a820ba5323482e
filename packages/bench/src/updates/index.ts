/** The cost of polling, of long polling and of WebSocket. @module */

export { measureUpdates, type UpdatesSize } from './measure-updates.ts';
export { rates, type UpdateCost, type Way, ways } from './update.ts';
