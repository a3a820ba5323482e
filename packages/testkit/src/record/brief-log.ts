/**
 * A log for reading: without the calls that gave nothing.
 *
 * @module
 */

import type { Log, LogEntry } from './log.ts';
import { equalLogValues } from './log-value.ts';
import { type ReplayOptions, replay } from './replay.ts';

/**
 * Leaves out polls without a result, and repeated timeouts, if the rest still replays. The log stays whole if these
 * calls matter, or if `replay` needs more than it is given.
 */
export function briefLog(log: Log, options: ReplayOptions = {}): Log {
  const kept = log.filter((entry, i) => {
    return entry.call === 'nextTimeout' ? !isTold(log, i) : !isEmptyPoll(entry);
  });
  try {
    return replay(kept, options) === undefined ? kept : log;
  } catch {
    return log;
  }
}

function isEmptyPoll(entry: LogEntry): boolean {
  const isPoll = entry.call === 'nextEvent' || entry.call === 'nextOutput';
  return isPoll && !('returns' in entry || 'throws' in entry || 'entropy' in entry);
}

/** Until the first report no timeout is armed. */
function isTold(log: Log, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && log[at]!.call !== 'nextTimeout') at--;
  return equalLogValues(log[index]!.returns, log[at]?.returns);
}
