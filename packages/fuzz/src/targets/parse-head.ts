/**
 * A head parsed from chunks, as a value that can be compared.
 *
 * @module
 */
import { HeadParser, type Heads } from 'sansocket/handshake';
import type { Violation } from 'sansocket/violations';

/** Bounds of a head; absent ones have core's default. */
export interface HeadLimits {
  readonly maxBytes?: number;
  readonly maxFields?: number;
  readonly maxLineBytes?: number;
}

/** Bounds that a small input can come to. */
export const lowLimits: HeadLimits = { maxBytes: 300, maxFields: 7, maxLineBytes: 90 };

/** The result of the chunks. */
export type ParsedHead<Kind extends keyof Heads> =
  | { readonly kind: 'need-more' }
  | { readonly kind: 'done'; readonly head: Heads[Kind]; readonly length: number }
  | { readonly kind: 'violation'; readonly violation: Violation };

/** Parses one head; the bytes after it are ignored. */
export function parseHead<Kind extends keyof Heads>(
  kind: Kind,
  chunks: readonly Uint8Array[],
  limits: HeadLimits,
): ParsedHead<Kind> {
  const parser = new HeadParser({ head: kind, ...limits });
  for (const chunk of chunks) {
    const result = parser.push(chunk);
    if (result.kind === 'done') return { kind: 'done', head: result.head, length: result.length };
    if (result.kind === 'violation') return result;
  }
  return { kind: 'need-more' };
}
