/**
 * What every adapter does alike: the cases, and the fixture that an adapter's own tests can use too.
 *
 * @module
 */

export { BareClient, maskedFrame, sampleRequest } from './bare-client.ts';
export { capabilitiesContract } from './capabilities-contract.ts';
export { EventRecorder } from './event-recorder.ts';
export type { BareHear, BareSocket, ContractServer, TransportRuntime } from './runtime.ts';
export { type TransportCase, transportContract } from './transport-contract.ts';
export { echo, TransportFixture } from './transport-fixture.ts';
