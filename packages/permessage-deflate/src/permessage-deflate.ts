/**
 * The extension (RFC 7692): one object for any number of connections, of either role.
 *
 * @module
 */
import type { Extension, ExtensionParameters, ExtensionSession } from 'sansocket/extensions';
import { Compressors } from './compressors.ts';
import { InflateWorkspace } from './inflate/index.ts';
import { DeflateDecoder, RSV1 } from './message-decoder.ts';
import { DeflateEncoder } from './message-encoder.ts';
import {
  type Agreement,
  answerOffer,
  clientAgreement,
  offerAnswered,
  serverAgreement,
} from './negotiation.ts';
import { assertParameters, type PermessageDeflateOptions, settingsOf } from './options.ts';
import { readAnswer, readOffer, writeParameters } from './parameters.ts';

/** permessage-deflate, to be listed among the extensions of connections. */
export interface PermessageDeflate extends Extension {
  /**
   * Frees the compressors that no message has used since the last call: called every minute, it frees those that have
   * been idle for one to two minutes. The next message of such a connection refers to nothing before it, which a peer
   * cannot distinguish from a compressor that found no repetition.
   *
   * @returns The bytes that were held.
   */
  shedIdle(): number;
}

/**
 * Makes the extension.
 *
 * @throws RangeError for an option out of its range; TypeError for an unknown option or a value of another type.
 *
 * @example
 * ```ts
 * import { ServerConnection } from 'sansocket';
 * import { permessageDeflate } from '@sansocket/permessage-deflate';
 *
 * const deflate = permessageDeflate({ serverMaxWindowBits: 12 });
 * const connection = new ServerConnection({ extensions: [deflate] }, 0);
 * ```
 */
export function permessageDeflate(options: PermessageDeflateOptions = {}): PermessageDeflate {
  const { offers, policy, threshold, backend, ...rest } = settingsOf(options);
  const compressors = new Compressors(backend, rest);
  const workspace = new InflateWorkspace();
  const sessionOf = (agreement: Agreement): ExtensionSession =>
    session(agreement, workspace, compressors, threshold);

  return {
    name: 'permessage-deflate',
    offers: () => offers.map(writeParameters),
    accept: (parameters: ExtensionParameters) => {
      const offer = readOffer(parameters);
      const wanted = offer && policy(offer);
      if (offer === undefined || wanted === undefined) return undefined;
      assertParameters(wanted);
      const answer = answerOffer(offer, wanted, backend.minWindowBits);
      if (answer === undefined) return undefined;
      return { parameters: writeParameters(answer), session: sessionOf(serverAgreement(answer)) };
    },
    activate: (parameters: ExtensionParameters) => {
      const answer = readAnswer(parameters);
      const offer = answer && offerAnswered(answer, offers);
      if (answer === undefined || offer === undefined) return undefined;
      return sessionOf(clientAgreement(answer, offer));
    },
    shedIdle: () => compressors.shedIdle(),
  };
}

function session(
  { local, peer }: Agreement,
  workspace: InflateWorkspace,
  compressors: Compressors,
  threshold: number,
): ExtensionSession {
  const decoder = new DeflateDecoder(peer, workspace);
  const reservedBits = RSV1;
  // A client cannot refuse a window that its compressor is too coarse for, but need not compress.
  if (local.windowBits < compressors.minWindowBits) {
    return { reservedBits, decoder, close: () => decoder.close() };
  }
  const encoder = new DeflateEncoder(local, compressors, threshold);
  const close = (): void => {
    encoder.close();
    decoder.close();
  };
  return { reservedBits, decoder, encoder, close };
}
