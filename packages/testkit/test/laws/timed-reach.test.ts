/** What the scripts of the laws of time and of backpressure reach: what is not reached is not judged. @module */
import { describe, expect, it } from '@jest/globals';
import {
  checkLaws,
  type LawName,
  type MakeSubject,
  type Subject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import type { Role } from 'sansocket';

/** Tells of each state that a subject reaches. */
function spied(subject: Subject, reach: (label: string) => void): Subject {
  return {
    ...subject,
    send(data) {
      const status = subject.send?.(data);
      reach(`send: ${String(status)}`);
      return status;
    },
    takeEvents: (take) =>
      subject.takeEvents((event) => {
        if (event.type !== 'close') reach(event.type);
        else {
          reach(`${event.wasClean === true ? 'clean' : 'not clean'}, by ${event.endedBy}`);
          if (subject.unsent!() > 0) reach('closed, with unsent bytes');
        }
        take(event);
      }),
    takeOutput() {
      const output = subject.takeOutput!();
      for (const ending of output.endings) reach(ending);
      const text = Buffer.from(output.bytes.subarray(0, 20)).toString('latin1');
      const [said] = /HTTP\/1\.1 \d+/.exec(text) ?? [];
      if (said !== undefined) reach(said);
      return output;
    },
  };
}

/** How many of the scripts of a law reach each state, in percent. */
function percentages(role: Role, law: LawName): Readonly<Record<string, number>> {
  const make = sansocketSubject(role);
  const counts: Record<string, number> = {};
  let scripts = 0;
  const spying: MakeSubject = (limits, timeouts) => {
    scripts++;
    const labels = new Set<string>();
    return spied(make(limits, timeouts), (label) => {
      if (!labels.has(label)) counts[label] = (counts[label] ?? 0) + 1;
      labels.add(label);
    });
  };
  checkLaws(spying, { laws: [law], seed: 3, runs: 200, print: () => {} });
  return Object.fromEntries(
    Object.entries(counts).map(([label, count]) => [label, (100 * count) / scripts]),
  );
}

const ENDS = [
  'clean, by local',
  'clean, by peer',
  'not clean, by local',
  'not clean, by peer',
  'not clean, by transport',
  'not clean, by violation',
  'closed, with unsent bytes',
  'end',
  'abort',
];

const USUAL = ['message', 'ping', 'pong', 'drain', 'send: ok', 'send: high-water', 'send: closing'];

const OF_TIME = ['clean, by timeout', 'not clean, by timeout'];

describe.each(['server', 'client'] as const)(
  'at least one of a hundred scripts for a %s',
  (role) => {
    it('reaches each end and each timeout, by the law of time', () => {
      const opening = role === 'server' ? ['HTTP/1.1 408', 'HTTP/1.1 503'] : [];
      const reached = percentages(role, 'time');
      const labels = [...ENDS, ...USUAL, ...OF_TIME, ...opening];
      expect(labels.filter((label) => (reached[label] ?? 0) < 1)).toEqual([]);
    });

    it('reaches each end and each state of the output, by the law of backpressure', () => {
      const reached = percentages(role, 'backpressure');
      expect([...ENDS, ...USUAL].filter((label) => (reached[label] ?? 0) < 1)).toEqual([]);
    });
  },
);
