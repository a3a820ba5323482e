/**
 * The echo of the servers and clients here.
 *
 * @module
 */

import type { OnEvent } from 'sansocket/driving';

/** Sends every message back, and reads no faster than the peer takes the answers. */
export const echo: OnEvent = (event, socket) => {
  if (event.type === 'message' && socket.send(event.data) === 'high-water') socket.pauseReceiving();
  if (event.type === 'drain') socket.resumeReceiving();
};

/** Messages and frames of up to 64 MiB. */
export const largeMessages: { readonly maxFrameBytes: number; readonly maxMessageBytes: number } = {
  maxFrameBytes: 64 * 1024 * 1024,
  maxMessageBytes: 64 * 1024 * 1024,
};
