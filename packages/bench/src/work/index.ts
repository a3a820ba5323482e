/** What rows measure, and the bytes for it. @module */

export { requestOf } from './request.ts';
export { type Traffic, textOf, trafficOf } from './traffic.ts';
export type {
  ControlWork,
  DecodeWork,
  EncodeWork,
  HandshakeWork,
  IdleWork,
  Reads,
  Role,
  Task,
  Work,
} from './work.ts';
