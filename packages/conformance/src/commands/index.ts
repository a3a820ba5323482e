/** The commands, each run with the arguments after its name. @module */
export { explain, list, vectorsCopy } from './catalogue-commands.ts';
export { conformanceClient } from './conformance-client.ts';
export { conformanceCodec } from './conformance-codec.ts';
export { conformanceProxy } from './conformance-proxy.ts';
export { conformanceServer } from './conformance-server.ts';
export { grid } from './grid.ts';
export { inspect } from './inspect.ts';
export { misbehave } from './misbehave.ts';
export { propertyServer } from './property-server.ts';
export { replay } from './replay.ts';
export { report } from './report.ts';
