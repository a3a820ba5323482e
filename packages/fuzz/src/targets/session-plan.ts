/**
 * How a session is run, as the first bytes of an input choose it.
 *
 *     byte 0   bit 0 in parts, bit 1 frames, bit 2 copy, bit 3 in place, bit 4 text as bytes,
 *              bit 5 low limits, bit 6 a good head comes first, bit 7 the connection moves
 *     byte 1   bits 0 to 2 what the application does, the rest after how many events
 *     bytes 2, 3   chunk sizes
 *
 * @module
 */
import type { ConnectionOptions } from 'sansocket';
import { bit, type Input } from './input.ts';

/** The actions of the application, in addition to accepting every request. */
export type Act = 'nothing' | 'echo' | 'close' | 'fail' | 'ping' | 'send' | 'send-part' | 'reject';

const acts: readonly Act[] = [
  'nothing',
  'echo',
  'close',
  'fail',
  'ping',
  'send',
  'send-part',
  'reject',
];

/** Bounds of frames and messages that connection and model are given. */
export interface FrameLimits {
  readonly maxFrameBytes: number;
  readonly maxMessageBytes: number;
  readonly maxEmptyFragments: number;
}

const usualLimits: FrameLimits = {
  maxFrameBytes: 1 << 24,
  maxMessageBytes: 1 << 24,
  maxEmptyFragments: 16,
};
const lowLimits: FrameLimits = { maxFrameBytes: 150, maxMessageBytes: 250, maxEmptyFragments: 1 };

/** The settings of a session. */
export interface SessionPlan {
  readonly options: ConnectionOptions;
  readonly limits: FrameLimits;
  /** Whether the input begins after a head that opens the connection. */
  readonly headGiven: boolean;
  /** Whether the connection goes on from a snapshot after each chunk, where it can. */
  readonly moves: boolean;
  readonly act: Act;
  /** Number of events after which the application acts. */
  readonly actAfter: number;
  readonly chunkSizes: readonly [number, number];
}

/** Reads the settings. */
export function planOf(input: Input): SessionPlan {
  const settings = input.byte();
  const acting = input.byte();
  const limits = bit(settings, 5) ? lowLimits : usualLimits;
  const parts = bit(settings, 0);
  const act = acts[acting & 7]!;
  return {
    options: {
      messages: parts ? 'parts' : 'whole',
      frames: bit(settings, 1),
      copy: bit(settings, 2),
      inPlace: bit(settings, 3),
      text: bit(settings, 4) ? 'bytes' : 'string',
      limits,
    },
    limits,
    headGiven: bit(settings, 6),
    moves: bit(settings, 7),
    // If messages come in parts, their echo shows how they were cut.
    act: act === 'echo' && parts ? 'nothing' : act,
    actAfter: acting >> 3,
    chunkSizes: input.chunkSizes(),
  };
}
