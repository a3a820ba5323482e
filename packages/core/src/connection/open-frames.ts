/**
 * Both directions of a connection that has been established, in the frames of its version.
 *
 * @module
 */

import type { Role } from '../framing/index.ts';
import { FrameReceiver } from './frame-receiver.ts';
import type { Inbox } from './inbox.ts';
import type { Established } from './opening.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { Outbox } from './outbox.ts';
import { Sender } from './sender.ts';

interface Ends {
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly limits: Limits;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
}

/** Gives the inbox a receiver, with what came behind the head, and the outbox a sender. */
export function openFrames(
  { role, options, limits, inbox, outbox }: Ends,
  step: Established,
): void {
  const { extensions, offset, rest, version } = step;
  const { queue } = outbox;
  const { capabilities } = options;
  outbox.open(
    version?.frames?.sender(queue, limits) ??
      new Sender(
        role,
        queue,
        extensions,
        limits.maxFragmentBytes,
        options.fillRandom,
        capabilities?.mask,
      ),
  );
  const receiver =
    version?.frames?.receiver(options, limits, offset) ??
    new FrameReceiver(role, options, limits, extensions, offset, version?.dialect);
  inbox.open(receiver, rest);
}
