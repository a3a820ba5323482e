/**
 * What parses and what sends, once a connection is established: made when the first bytes come, or the first message
 * is sent, so that a connection that waits has neither.
 *
 * Between two messages what parses knows nothing of its connection but an offset, and what sends knows nothing at all.
 * So connections that share memory, and have the same options, share these as well: who needs one takes it from the one
 * who had it, unless that is in the middle of a message. Then there is one more; what parses, until that message ends.
 *
 * @module
 */

import type { Role } from '../framing/index.ts';
import { FrameReceiver, type Recipient } from './frame-receiver.ts';
import type { Agreement } from './opening.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import { type Principal, Sender } from './sender.ts';
import type { MessageSender, Receiver, VersionFrames } from './version-frames.ts';

/** What both are made of. */
export interface Established {
  readonly role: Role;
  readonly options: ConnectionOptions;
  readonly limits: Limits;
  readonly agreement: Agreement | undefined;
  readonly version: VersionFrames | undefined;
}

/** @param offset - In all that was received, of the byte that comes next. */
export function receiverOf(
  established: Established,
  offset: number,
  recipient: Recipient,
): Receiver {
  const { role, options, limits, agreement, version } = established;
  const { memory } = options;
  const own = version?.frames?.receiver(options, limits, offset);
  if (own !== undefined) return own;
  const extensions = agreement?.extensions ?? [];
  const isShared = memory !== undefined && isUsual(established);
  const last = isShared ? memory.receiver : undefined;
  const isSame = last instanceof FrameReceiver && last.isFor(role, options);
  const receiver =
    isSame && last.isAtRest
      ? last
      : new FrameReceiver(role, options, limits, extensions, offset, version?.dialect);
  if (isShared) {
    if (isSame && last !== receiver) last.becomeSpare();
    receiver.serve(recipient, offset);
    memory.receiver = receiver;
  }
  return receiver;
}

/** What both ends agreed on is nothing that the options do not say. */
function isUsual({ agreement, version }: Established): boolean {
  return version === undefined && agreement?.extensions.length === 0;
}

/** @param principal - It sends the frames. */
export function senderOf(established: Established, principal: Principal): MessageSender {
  const { role, options, limits, agreement, version } = established;
  const { memory } = options;
  const own = version?.frames?.sender(principal.queue, limits);
  if (own !== undefined) return own;
  const extensions = agreement?.extensions ?? [];
  const isShared = memory !== undefined && isUsual(established);
  const last = isShared ? memory.sender : undefined;
  const sender =
    last instanceof Sender && last.canServe(role, options)
      ? last
      : new Sender(role, principal.queue, extensions, limits.maxFragmentBytes, options);
  if (isShared) {
    sender.serve(principal);
    memory.sender = sender;
  }
  return sender;
}
