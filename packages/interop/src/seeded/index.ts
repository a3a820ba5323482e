/** Bugs that are seeded into endpoints that are right, and what finds them. @module */
export { openClient } from './client.ts';
export { type ClientBug, clientBugs } from './client-bugs.ts';
export { codecBugs } from './codec.ts';
export {
  type Bug,
  bugs,
  type Endpoint,
  MAX,
  ORIGIN,
  openEndpoint,
  SUBPROTOCOL,
} from './endpoint.ts';
export {
  brokenProperty,
  clientFindings,
  codecFindings,
  type Findings,
  serverFindings,
} from './measure.ts';
export { openProxy, type ProxyBug, proxyBugs } from './proxy.ts';
export { type Detection, recordFile, type SeededRecord } from './record.ts';
export { detectionPage, renderDetection } from './render-detection.ts';
