/** pako as the compressor: zlib's own algorithm and ratio, in JavaScript. @module */
export { pakoBackend } from './pako-backend.ts';
