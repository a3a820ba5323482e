/** Synchronous compression of messages with DEFLATE for RFC 7692. @module */
export type { CompressionBackend, Compressor, CompressorOptions } from './compressor.ts';
export { Deflater, type DeflaterOptions, DeflateWorkspace } from './deflater.ts';
export { ownBackend } from './own-backend.ts';
