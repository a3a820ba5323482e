/**
 * All that can happen to a client and a server, in every order: breadth first over the opening and the
 * closing handshake, with the machines themselves as the transition function.
 *
 * A place is a state of each end and what is under way between them. Each end is a graph of its own
 * (`EndStates`), so a machine runs once for each state and input of an end, however many places there are
 * with it. Clocks are the ends' own: a timeout may come at any time after it is armed, before or after
 * whatever the other end does.
 *
 * What is looked for:
 *
 * - *a deadlock*: nothing happens by itself any more, and the two are neither over nor at rest;
 * - *a livelock*: what happens by itself goes on and on;
 * - *a disagreement* of two ends that are over.
 *
 * At its greatest depth the walk makes no more choices, and follows what happens by itself to the end.
 * Keepalive is off in it: it never ends by itself. The whole end may take little longer than one of its timeouts.
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
