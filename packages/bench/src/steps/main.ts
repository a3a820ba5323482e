/**
 * Counts the steps of a connection that receives hostile traffic, with its task on standard input.
 *
 * @module
 */

import { answerRequests } from '../program/index.ts';
import { StepCounter } from './count-steps.ts';
import type { HostileTraffic } from './hostile-traffic.ts';

/** Which traffic, and how much of it; answered with a number of steps. */
export interface StepsRequest {
  readonly traffic: HostileTraffic;
  readonly size: number;
}

const counter = new StepCounter('packages/core/dist/');
// Core is among what these load.
const { openRole, takeOutput } = await import('../peers/index.ts');
const { hostileChunks } = await import('./hostile-traffic.ts');

await answerRequests((given) => {
  const { traffic, size } = given as StepsRequest;
  const chunks = hostileChunks(traffic, size);
  const connection = openRole('server', {});
  return counter.count(() => {
    for (const chunk of chunks) {
      connection.receive(chunk, 0);
      for (let event; (event = connection.nextEvent()) !== undefined; ) {
        if (event.type === 'violation') throw new Error(event.detail);
      }
      takeOutput(connection);
    }
  });
});
