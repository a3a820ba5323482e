/** The commands, each run with the arguments after its name. @module */
export { explain, list, vectorsCopy } from './catalogue-commands.ts';
export { conformanceClient } from './conformance-client.ts';
export { conformanceServer } from './conformance-server.ts';
export { misbehave } from './misbehave.ts';
