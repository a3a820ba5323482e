/** The work that rows measure, and its bytes. @module */

export { type CompressedTraffic, compressedTraffic, textsOf } from './compressed.ts';
export { floodOf } from './flood.ts';
export { type HostileInput, hostileInputs, hostileMessages } from './hostile-deflate.ts';
export { jsonMessages } from './json.ts';
export { requestOf } from './request.ts';
export { type Traffic, textOf, trafficOf } from './traffic.ts';
export type {
  BroadcastWork,
  CodecWork,
  ControlWork,
  DecodeWork,
  DeflateWork,
  EchoWork,
  EncodeWork,
  FloodTraffic,
  HandshakeWork,
  HostileInflateWork,
  IdleWork,
  NeighbourWork,
  Reads,
  Role,
  SocketsWork,
  SocketWork,
  Task,
  Work,
} from './work.ts';
