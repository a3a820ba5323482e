/**
 * All that one end of a connection receives: the opening handshake, then frames (RFC 6455 §4 to §8).
 *
 * @module
 */

import { peerDeflate } from './deflate-parameters.ts';
import { extensionsIn, type ModelExtension } from './extension-list.ts';
import { judgeFrames } from './judge-frames.ts';
import { judgeRequest, type RequestJudgement, type RequestSetup } from './judge-request.ts';
import { judgeResponse, type ResponseJudgement, type ResponseSetup } from './judge-response.ts';
import type { FrameJudgement } from './judgement.ts';
import type { ModelLimits } from './setup.ts';

interface OpenSetup {
  readonly limits?: ModelLimits | undefined;
  /** As for `judgeFrames`. Default: false. */
  readonly closeSent?: boolean | undefined;
}

/** The server: its options and its answer. */
export interface ServerSetup extends OpenSetup {
  readonly role: 'server';
  readonly opening?: RequestSetup | undefined;
  /** Sec-WebSocket-Extensions of its response; legal. Default: none. */
  readonly answer?: string | undefined;
}

/** The client: its request. */
export interface ClientSetup extends OpenSetup {
  readonly role: 'client';
  readonly opening: ResponseSetup;
}

/** Either end of a connection. */
export type SessionSetup = ServerSetup | ClientSetup;

/** The result for all bytes so far. */
export interface SessionJudgement {
  readonly opening: RequestJudgement | ResponseJudgement;
  /** Present once the opening handshake has succeeded. */
  readonly frames: FrameJudgement | undefined;
}

/**
 * Judges a connection. A server is assumed to accept every request that it may accept.
 *
 * @param bytes - All bytes received on it. Not changed.
 */
export function judgeSession(bytes: Uint8Array, setup: SessionSetup): SessionJudgement {
  if (setup.role === 'server') {
    const opening = judgeRequest(bytes, setup.opening);
    if (opening.kind !== 'acceptable') return { opening, frames: undefined };
    const inUse = setup.answer === undefined ? [] : (extensionsIn([setup.answer]) ?? []);
    return { opening, frames: framesOf(bytes, opening.length, setup, inUse) };
  }
  const opening = judgeResponse(bytes, setup.opening);
  if (opening.kind !== 'established') return { opening, frames: undefined };
  return { opening, frames: framesOf(bytes, opening.length, setup, opening.extensions) };
}

function framesOf(
  bytes: Uint8Array,
  offset: number,
  { role, limits, closeSent }: SessionSetup,
  inUse: readonly ModelExtension[],
): FrameJudgement {
  const deflate = peerDeflate(inUse, role);
  return judgeFrames(bytes.subarray(offset), { role, limits, closeSent, deflate, offset });
}
