/**
 * Whether the table agrees with the runs, and has a reason for each cell that is not green.
 *
 * @module
 */
import type { Finding } from '../shared/index.ts';
import {
  type RuntimeRecord,
  reasonOf,
  type SupportList,
  type SupportRecord,
  supportFile,
} from './support-list.ts';

/** Cells without a test and without a reason, with a test and a reason, and cells that failed. */
export function judgeSupport(list: SupportList, record: SupportRecord): Finding[] {
  const messages = list.runtimes.flatMap((runtime) => {
    const results = record[runtime.id];
    if (results === undefined) return [`${runtime.name} was never run: ${runtime.command}`];
    return list.features.flatMap(({ id }) => judgeCell(list, runtime.id, id, results));
  });
  return [...messages, ...judgeIds(list)].map((message) => ({
    file: supportFile,
    line: 0,
    message,
  }));
}

function judgeCell(
  list: SupportList,
  runtime: string,
  feature: string,
  { passed, failed }: RuntimeRecord,
): string[] {
  const cell = `${feature} in ${runtime}`;
  if (failed.includes(feature)) return [`${cell} failed`];
  const reason = reasonOf(list, runtime, feature);
  if (passed.includes(feature)) {
    return reason === undefined ? [] : [`${cell} passes, though '${reason.why}'`];
  }
  return reason === undefined ? [`${cell} has no test that ran, and no reason`] : [];
}

/** Reasons with the name of no runtime and no feature. */
function judgeIds({ features, runtimes, reasons }: SupportList): string[] {
  const known = new Set([...features, ...runtimes].map(({ id }) => id));
  return reasons
    .flatMap((reason) => [...reason.runtimes, ...reason.features])
    .filter((id) => !known.has(id))
    .map((id) => `A reason names '${id}', which is no runtime and no feature`);
}
