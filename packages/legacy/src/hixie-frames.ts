/**
 * The frames of both Hixie versions, for a connection.
 *
 * @module
 */

import type { Frames } from 'sansocket/connection';
import { HixieReceiver } from './hixie-receiver.ts';
import { HixieSender } from './hixie-sender.ts';

/** Only hixie-76 has a closing handshake. */
export function hixieFrames(version: 'hixie-75' | 'hixie-76'): Frames {
  const closes = version === 'hixie-76';
  return {
    endsSilently: !closes,
    receiver: (options, limits, offset) => new HixieReceiver(options, limits, offset, closes),
    sender: (output, { maxFragmentBytes }) => new HixieSender(version, output, maxFragmentBytes),
  };
}
