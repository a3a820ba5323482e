/**
 * A log for reading: without the calls that gave nothing.
 *
 * @module
 */

import type { Log, LogEntry } from './log.ts';
import { equalLogValues } from './log-value.ts';
import { type ReplayOptions, replay } from './replay.ts';

/**
 * Leaves out polls that came to nothing, and timeouts that were told before, if the rest replays all the
 * same. The log stays whole where these calls matter, or where `replay` needs more than it is given.
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

/** None is what is armed as long as nothing was told. */
function isTold(log: Log, index: number): boolean {
  let at = index - 1;
  while (at >= 0 && log[at]!.call !== 'nextTimeout') at--;
  return equalLogValues(log[index]!.returns, log[at]?.returns);
}
