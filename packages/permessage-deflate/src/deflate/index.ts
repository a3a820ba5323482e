/** Messages compressed with DEFLATE as RFC 7692 has it, synchronously. @module */
export type { CompressionBackend, Compressor, CompressorOptions } from './compressor.ts';
export { Deflater, type DeflaterOptions, DeflateWorkspace } from './deflater.ts';
export { ownBackend } from './own-backend.ts';
