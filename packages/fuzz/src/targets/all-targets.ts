/**
 * The targets, from the whole connection down to single bytes.
 *
 * @module
 */
import { clientSession } from './client-session.ts';
import { closePayload } from './close-payload.ts';
import { deflateOffers } from './deflate-offers.ts';
import { extensionList } from './extension-list.ts';
import { frameDecoder } from './frame-decoder.ts';
import { inflate } from './inflate.ts';
import { masking } from './masking.ts';
import { messageAssembler } from './message-assembler.ts';
import { olderSession } from './older-session.ts';
import { parsedHeads } from './parsed-heads.ts';
import { requestHead } from './request-head.ts';
import { responseHead } from './response-head.ts';
import { serverSession } from './server-session.ts';
import type { Target } from './target.ts';
import { text } from './text.ts';
import { utf8 } from './utf8.ts';
import { wsUrl } from './ws-url.ts';

/** All of them. */
export const targets: readonly Target[] = [
  serverSession,
  clientSession,
  olderSession,
  requestHead,
  responseHead,
  parsedHeads,
  extensionList,
  deflateOffers,
  wsUrl,
  frameDecoder,
  messageAssembler,
  inflate,
  closePayload,
  utf8,
  text,
  masking,
];
