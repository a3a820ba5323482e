/** permessage-deflate: compression of messages (RFC 7692). @module */
export type { CompressionBackend, Compressor, CompressorOptions } from './deflate/index.ts';
export type { PermessageDeflateOptions } from './options.ts';
export type { DeflateParameters, WindowBits } from './parameters.ts';
export { type PermessageDeflate, permessageDeflate } from './permessage-deflate.ts';
