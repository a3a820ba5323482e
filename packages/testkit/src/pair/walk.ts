/**
 * All that can happen to a client and a server, in every order: breadth first over the opening and the
 * closing handshake, with the machines themselves as the transition function.
 *
 * A place is a state of each end and the bytes under way between them. Each end is a separate graph (`EndStates`), so a
 * machine runs once for each state and input of an end, however many places there are with it. Each end has its own
 * clock: a timeout may come at any time after it is armed, before or after whatever the other end does.
 *
 * The walk looks for:
 *
 * - *a deadlock*: nothing happens by itself any more, and the two ends have neither ended nor come to rest;
 * - *a livelock*: steps that happen by themselves go on for ever;
 * - *a disagreement* of two ends that have ended.
 *
 * At its greatest depth the walk makes no more choices, and follows the steps that happen by themselves to the end.
 * Keepalive is off, since it never ends by itself. The whole end may take little longer than one of its timeouts.
 *
 * @module
 */

import type { WalkOptions, WalkReport } from './walk-report.ts';
import { Walker } from './walker.ts';

/**
 * Walks through all places.
 *
 * @example
 * ```ts
 * import { describeWalk, walk } from '@sansocket/testkit/pair';
 *
 * const report = walk({ open: true, faults: [] });
 * console.log(describeWalk(report));
 * ```
 */
export function walk(options: WalkOptions = {}): WalkReport {
  return new Walker(options).run();
}
