/**
 * The laws, in the order in which the design numbers them.
 *
 * @module
 */

import { agreementLaw } from './agreement-law.ts';
import { atomicLaw } from './atomic-law.ts';
import { backpressureLaw } from './backpressure-law.ts';
import { boundedLaw } from './bounded-law.ts';
import { chunkingLaw } from './chunking-law.ts';
import { COMPRESSION_LAW_LABELS, compressionLaw } from './compression-law.ts';
import { earliestFailureLaw } from './earliest-failure-law.ts';
import {
  CALL_LABELS,
  COMPRESSION_LABELS,
  CUT_LABELS,
  EARLIEST_LABELS,
  FRAME_LABELS,
  INPUT_LABELS,
  MESSAGE_LABELS,
  ORACLE_LABELS,
  PAIR_LABELS,
  RULE_LABELS,
  SIZE_LABELS,
  TIMED_LABELS,
  TIMEOUT_LABELS,
} from './labels.ts';
import type { Law } from './law.ts';
import { limitsLaw } from './limits-law.ts';
import { MASKING_LABELS, maskingLaw } from './masking-law.ts';
import { oracleLaw } from './oracle-law.ts';
import { replayLaw } from './replay-law.ts';
import { roundTripLaw } from './round-trip-law.ts';
import { schedulingLaw } from './scheduling-law.ts';
import { SHARING_LABELS, sharingLaw } from './sharing-law.ts';
import { MOVE_LABELS, snapshotLaw } from './snapshot-law.ts';
import { timeLaw } from './time-law.ts';
import { totalLaw } from './total-law.ts';

/** Every law of the kit. */
export const laws: readonly Law[] = [
  {
    name: 'chunking',
    sentence: 'The same bytes, cut in any way, give the same events, offsets and output.',
    labels: [...FRAME_LABELS, ...RULE_LABELS, ...CUT_LABELS],
    cases: chunkingLaw,
  },
  {
    name: 'scheduling',
    sentence: 'Looking early, late or in another order changes nothing that anybody sees.',
    labels: [...FRAME_LABELS, ...INPUT_LABELS],
    cases: schedulingLaw,
  },
  {
    name: 'earliest-failure',
    sentence: 'A violation is reported at the first byte after which nothing valid can follow.',
    labels: [...FRAME_LABELS, ...EARLIEST_LABELS],
    cases: earliestFailureLaw,
  },
  {
    name: 'total',
    sentence: 'Any bytes in any state give events, and at most one violation; nothing is thrown.',
    labels: [...FRAME_LABELS, ...INPUT_LABELS],
    cases: totalLaw,
  },
  {
    name: 'bounded',
    sentence: 'What is kept is at most twice what waits, plus a constant; work is linear.',
    labels: [...FRAME_LABELS, ...CUT_LABELS],
    cases: boundedLaw,
  },
  {
    name: 'round-trip',
    sentence: 'What one end sends the other delivers, both ways, in any parts.',
    labels: [...MESSAGE_LABELS, ...CUT_LABELS],
    cases: roundTripLaw,
  },
  {
    name: 'oracle',
    sentence: 'What is told, refused and answered is what the reference model says.',
    labels: [...FRAME_LABELS, ...RULE_LABELS, ...COMPRESSION_LABELS, ...ORACLE_LABELS],
    cases: oracleLaw,
  },
  {
    name: 'replay',
    sentence: 'The same inputs give the same outputs, and a record replays to itself.',
    labels: [...FRAME_LABELS, ...INPUT_LABELS],
    cases: replayLaw,
  },
  {
    name: 'agreement',
    sentence: 'Two ends over a pipe that loses and half-closes always close, and agree on it.',
    labels: PAIR_LABELS,
    cases: agreementLaw,
  },
  {
    name: 'limits',
    sentence: 'Exactly the limit passes, one more fails, before and after decompression.',
    labels: SIZE_LABELS,
    cases: limitsLaw,
  },
  {
    name: 'atomic',
    sentence: 'A call that throws has changed nothing, here or where memory is shared.',
    labels: CALL_LABELS,
    cases: atomicLaw,
  },
  {
    name: 'time',
    sentence:
      'What is due when, and what is done then, is what the model says, whatever the clock does.',
    labels: [...TIMED_LABELS, ...TIMEOUT_LABELS],
    cases: timeLaw,
  },
  {
    name: 'backpressure',
    sentence:
      'Whatever the transport takes and when, each byte is counted and the end is as the model says.',
    labels: TIMED_LABELS,
    cases: backpressureLaw,
  },
  {
    name: 'compression',
    sentence:
      'What was agreed on about compression is kept by both ends, whatever was offered and answered.',
    labels: COMPRESSION_LAW_LABELS,
    cases: compressionLaw,
  },
  {
    name: 'sharing',
    sentence:
      'Ends that share what they can are each as it is alone, and change no bytes of others.',
    labels: [...FRAME_LABELS, ...INPUT_LABELS, ...SHARING_LABELS],
    cases: sharingLaw,
  },
  {
    name: 'snapshot',
    sentence: 'What was put down as data and goes on from it goes on as if nothing had been.',
    labels: [...FRAME_LABELS, ...INPUT_LABELS, ...MOVE_LABELS],
    cases: snapshotLaw,
  },
  {
    name: 'masking',
    sentence: 'A client masks each frame with a fresh key from its entropy, a server masks none.',
    labels: MASKING_LABELS,
    cases: maskingLaw,
  },
];
