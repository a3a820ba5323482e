/**
 * Offers of permessage-deflate, and answers to them (RFC 7692 §7.1): a list of extensions, as text.
 *
 * @module
 */
import { type DeflateParameters, permessageDeflate } from '@sansocket/permessage-deflate';
import { isLegalAnswer, isLegalOffer } from '@sansocket/testkit/model';
import { parseExtensions } from 'sansocket/extensions';
import { extensionWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { Input } from './input.ts';
import type { Target } from './target.ts';

const offers: readonly DeflateParameters[] = [{ clientMaxWindowBits: true }, {}];

/** The extension, as a server and as a client. */
export const deflateOffers: Target = {
  name: 'deflate-offers',
  promise: 'A server and a client accept exactly what the model calls legal',
  maxBytes: 300,
  stepsPerByte: 400,
  dictionary: extensionWords,
  run(bytes) {
    const reading = parseExtensions([new Input(bytes).restAsText(false)]);
    if (!reading.ok) return;
    const server = permessageDeflate();
    const client = permessageDeflate({ offers });
    for (const { parameters } of reading.offers) {
      const accepted = server.accept(parameters);
      expectEqual(accepted !== undefined, isLegalOffer(parameters), 'whether an offer is accepted');
      const answersIt = accepted && isLegalAnswer(accepted.parameters, [parameters]);
      expectThat(answersIt !== false, 'The answer agrees with the offer');
      const activated = client.activate(parameters) !== undefined;
      const isLegal = isLegalAnswer(parameters, client.offers());
      expectEqual(activated, isLegal, 'whether an answer is taken');
    }
  },
};
