/**
 * permessage-deflate in both directions for core (RFC 7692): what is received is inflated by the
 * reference model, what is sent goes out in stored blocks.
 *
 * @module
 */

import { isLegalAnswer } from '@sansocket/testkit/model';
import { concat, type DeflateBlock, serializeDeflate } from '@sansocket/testkit/wire';
import type { Extension, ExtensionSession, MessageTransform } from 'sansocket/extensions';
import { modelDeflate } from '../model/support/model-deflate.ts';

/** The longest stored block, in bytes (RFC 1951 §3.2.4). */
const MAX_STORED = 65_535;

export function storedDeflate(): Extension {
  const inflating = modelDeflate();
  const session = (): ExtensionSession => ({ ...inflating.activate([])!, encoder: storing() });
  return {
    ...inflating,
    accept: (offer) =>
      isLegalAnswer([], [offer]) ? { parameters: [], session: session() } : undefined,
    activate: (answer) => (isLegalAnswer(answer, [[]]) ? session() : undefined),
  };
}

function storing(): MessageTransform {
  let pieces: Uint8Array[] = [];
  return {
    begin({ compress = true }) {
      pieces = [];
      return compress;
    },
    push(piece, fin) {
      pieces.push(piece.slice());
      const bytes = fin ? serializeDeflate(blocksOf(concat(...pieces))) : new Uint8Array(0);
      return { kind: 'bytes', bytes };
    },
  };
}

function blocksOf(bytes: Uint8Array): DeflateBlock[] {
  return Array.from({ length: Math.ceil(bytes.length / MAX_STORED) }, (_, i) => ({
    type: 'stored',
    bytes: bytes.slice(i * MAX_STORED, (i + 1) * MAX_STORED),
  }));
}
