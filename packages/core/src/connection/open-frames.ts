/**
 * What parses and what sends, once a connection is established: made when the first bytes come, or the first message
 * is sent, so that a connection that waits has neither.
 *
 * @module
 */

import type { Role } from '../framing/index.ts';
import { FrameReceiver } from './frame-receiver.ts';
import type { Agreement } from './opening.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import { Sender } from './sender.ts';
import type { MessageSender, Receiver, VersionFrames } from './version-frames.ts';

/** What both are made of. */
export interface Established {
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly limits: Limits;
  readonly agreement: Agreement | undefined;
  readonly version: VersionFrames | undefined;
}

/** @param offset - Bytes of heads that came before the frames. */
export function receiverOf(established: Established, offset: number): Receiver {
  const { role, options, limits, agreement, version } = established;
  return (
    version?.frames?.receiver(options, limits, offset) ??
    new FrameReceiver(role, options, limits, agreement?.extensions ?? [], offset, version?.dialect)
  );
}

/** @param output - Where the frames go. */
export function senderOf(established: Established, output: OutputQueue): MessageSender {
  const { role, options, limits, agreement, version } = established;
  const { fillRandom, capabilities, memory } = options;
  return (
    version?.frames?.sender(output, limits) ??
    new Sender(
      role,
      output,
      agreement?.extensions ?? [],
      limits.maxFragmentBytes,
      fillRandom,
      capabilities,
      memory,
    )
  );
}
