/**
 * The compressor of this package as a backend.
 *
 * @module
 */
import type { CompressionBackend } from './compressor.ts';
import { Deflater, DeflateWorkspace } from './deflater.ts';

/** A backend for one thread: the memory that its compressors share is created with the first of them. */
export function ownBackend(): CompressionBackend {
  let workspace: DeflateWorkspace | undefined;
  return {
    minWindowBits: 8,
    create: (options) => {
      workspace ??= new DeflateWorkspace();
      return new Deflater({ ...options, workspace });
    },
  };
}
