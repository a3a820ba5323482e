/** The commands, each run with the arguments after its name. @module */
export { explain, list, vectorsCopy } from './catalogue-commands.ts';
export { conformanceServer } from './conformance-server.ts';
export { propertyServer } from './property-server.ts';
export { replay } from './replay.ts';
