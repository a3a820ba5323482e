/**
 * Clients in a process of their own, so that those that misbehave do not hold up those that measure.
 *
 * @module
 */

import { answerRequests } from '../../program/index.ts';
import { type CrowdPlan, runCrowd } from './crowd.ts';

await answerRequests((plan) => runCrowd(plan as CrowdPlan));
