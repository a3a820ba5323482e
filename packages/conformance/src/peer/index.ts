/** The network: TCP, TLS and Unix sockets to the testee. @module */
export { Line, NoConnection, type StreamEnd } from './line.ts';
export { isLoopback, parseTarget, type Target, type TargetOptions } from './target.ts';
