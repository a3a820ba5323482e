/**
 * Captures: the bytes of connections with the borders of their reads, whatever file they come from.
 *
 * @module
 */

/** The end that sends. */
export type Way = 'client' | 'server';

/** Bytes that came together: a segment of TCP, one read, one write. */
export interface Segment {
  readonly way: Way;
  /** Milliseconds since any fixed moment. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** The number of the packet in the file, from 1 on. */
  readonly packet?: number | undefined;
}

/** One connection. */
export interface Capture {
  /** Its number in the file, from 0 on: `tcp.stream` of Wireshark. */
  readonly stream: number;
  /** Addresses as `host:port`, if the file has them. */
  readonly client?: string | undefined;
  readonly server?: string | undefined;
  readonly segments: readonly Segment[];
  /** What an end did to its half of the connection, in order. */
  readonly endings: readonly Ending[];
  /** Whether the file has messages only, so that the frames, and their masking keys, were made from them. */
  readonly isMade?: boolean;
  /** What a reader has to know: bytes that are missing, for example. */
  readonly notes: readonly string[];
}

/** FIN, or RST. */
export interface Ending {
  readonly way: Way;
  readonly at: number;
  readonly how: 'FIN' | 'RST';
}

/** Everything in a file. */
export interface CaptureFile {
  /** The format, in words. */
  readonly format: string;
  readonly captures: readonly Capture[];
  /** What was left out, in words. */
  readonly notes: readonly string[];
}

/** The other end. */
export function otherEnd(way: Way): Way {
  return way === 'client' ? 'server' : 'client';
}

/** The first bytes of a direction as text, a letter for each; at most `count`, and some more. */
export function beginOf(segments: readonly Segment[], way: Way, count: number): string {
  let text = '';
  for (const segment of segments) {
    if (text.length >= count) break;
    if (segment.way === way) text += Buffer.from(segment.bytes).toString('latin1', 0, count);
  }
  return text;
}
