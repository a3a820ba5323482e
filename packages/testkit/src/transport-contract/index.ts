/**
 * What every adapter does alike: the cases, and the fixture that an adapter's own tests can use too.
 *
 * @module
 */

export { bareNet, type Net, type NetServer, type NetSocket } from './bare-net.ts';
export { BarePeer, maskedFrame, sampleRequest } from './bare-peer.ts';
export { capabilitiesContract } from './capabilities-contract.ts';
export { EventRecorder } from './event-recorder.ts';
export type {
  BareHear,
  BareListener,
  BareSocket,
  ContractServer,
  OpenBare,
  TransportRuntime,
} from './runtime.ts';
export { type TransportCase, transportContract } from './transport-contract.ts';
export { echo, TransportFixture } from './transport-fixture.ts';
