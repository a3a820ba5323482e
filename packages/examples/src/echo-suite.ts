/**
 * The client loop of Autobahn|Testsuite: it learns the number of cases, opens a connection for each and echoes
 * every message, then has the report written.
 *
 * @module
 */

import type { OnEvent } from 'sansocket/driving';
import type { Ending } from './converse.ts';
import { echo } from './echo.ts';
import { showProgress } from './progress.ts';

/** Opens a connection to a resource of the server, and resolves at its end. */
export type Visit = (resource: string, onEvent: OnEvent) => Promise<Ending>;

/**
 * A server that has not said the number after so many milliseconds is asked, which one that echoes gives away;
 * without an answer to that it is no suite either.
 */
const PATIENCE_MS = { unasked: 1000, asked: 10_000 } as const;
const QUESTION = 'How many cases?';

/** The answer to the request for the number of cases. */
export interface CaseCount extends Ending {
  /** `undefined` when the server is no suite. */
  readonly count: number | undefined;
}

/** Asks for the number of cases. */
export async function askForCases(visit: Visit): Promise<CaseCount> {
  let count: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ending = await visit('/getCaseCount', (event, socket) => {
    if (event.type === 'open') {
      timer = setTimeout(() => {
        socket.send(QUESTION);
        timer = setTimeout(() => {
          void socket.close();
        }, PATIENCE_MS.asked);
      }, PATIENCE_MS.unasked);
    }
    if (event.type === 'message') {
      if (typeof event.data === 'string' && /^\d+$/.test(event.data)) count = Number(event.data);
      socket.close();
    }
    if (event.type === 'close-received' || event.type === 'message' || event.type === 'close') {
      clearTimeout(timer);
    }
  });
  return { ...ending, count };
}

/** Echoes in each case, then has the report written. */
export async function runSuite(visit: Visit, cases: number, agent: string): Promise<void> {
  const query = `agent=${encodeURIComponent(agent)}`;
  for (let i = 1; i <= cases; i++) {
    await visit(`/runCase?case=${i}&${query}`, echo);
    showProgress(i, cases, 'cases');
  }
  await visit(`/updateReports?${query}`, () => undefined);
}
