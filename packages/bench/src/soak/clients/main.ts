/**
 * Clients in a separate process, so that hostile clients do not delay the measuring ones.
 *
 * @module
 */

import { answerRequests } from '../../program/index.ts';
import { type CrowdPlan, runCrowd } from './crowd.ts';

await answerRequests((plan) => runCrowd(plan as CrowdPlan));
