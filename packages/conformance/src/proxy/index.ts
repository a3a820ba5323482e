/** Both ends of a proxy. @module */
export { Origin } from './origin.ts';
export { runProxy } from './run-proxy.ts';
