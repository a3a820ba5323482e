/** Parameters of permessage-deflate: which offers and answers are legal (RFC 7692 §7.1). */
import { describe, expect, it } from '@jest/globals';
import { extensionOffer, illegalExtensionAnswer } from '@sansocket/testkit/arbitraries';
import {
  isLegalAnswer,
  isLegalOffer,
  type ModelParameter,
  ownDeflate,
  peerDeflate,
} from '@sansocket/testkit/model';
import fc from 'fast-check';
import { assertFor } from './support/properties.ts';

const NAMES: Readonly<Record<string, string>> = {
  snct: 'server_no_context_takeover',
  cnct: 'client_no_context_takeover',
  smwb: 'server_max_window_bits',
  cmwb: 'client_max_window_bits',
};

/** Parameters in short: `smwb=10 cnct`. */
function parse(text: string): readonly ModelParameter[] {
  return text.split(' ').flatMap((part): ModelParameter[] => {
    const [name = '', value = true] = part.split('=');
    return name === '' ? [] : [[NAMES[name] ?? name, value]];
  });
}

describe('an offer', () => {
  it.each([
    '',
    'snct',
    'cnct',
    'smwb=8',
    'smwb=15',
    'cmwb',
    'cmwb=8',
    'cmwb=15',
    'snct cnct smwb=9 cmwb',
  ])('of "%s" may be accepted', (offer) => expect(isLegalOffer(parse(offer))).toBe(true));

  it.each([
    ...['snct=1', 'snct=', 'cnct=true', 'smwb', 'smwb=', 'cmwb=', 'foo', 'foo=1', 'snct snct'],
    ...['7', '16', '08', '0', '+9', '9.0', '0xa', '1e1', '-8', ' 9', '010'].map((b) => `smwb=${b}`),
    ...['7', '16', '08'].map((bits) => `cmwb=${bits}`),
    ...['cmwb cmwb=9', 'SNCT'],
  ])('of "%s" is declined', (offer) => expect(isLegalOffer(parse(offer))).toBe(false));
});

describe('an answer', () => {
  it.each([
    ['', ''],
    ['', 'snct cnct'],
    ['', 'smwb=9'],
    ['cmwb', 'cmwb=8'],
    ['cmwb', 'cmwb=15'],
    ['cmwb=10', 'cmwb=12'],
    ['cmwb=10', ''],
    ['smwb=10', 'smwb=10'],
    ['smwb=10', 'smwb=8'],
    ['snct', 'snct'],
  ])('to "%s" of "%s" is legal', (offer, answer) => {
    expect(isLegalAnswer(parse(answer), [parse(offer)])).toBe(true);
  });

  it.each([
    ['', 'cmwb=9'],
    ['cmwb', 'cmwb'],
    ['smwb=10', 'smwb=11'],
    ['smwb=10', ''],
    ['snct', ''],
    ['', 'snct=1'],
    ['', 'smwb=7'],
    ['', 'smwb=08'],
    ['', 'cnct cnct'],
    ['', 'foo'],
  ])('to "%s" of "%s" is illegal', (offer, answer) => {
    expect(isLegalAnswer(parse(answer), [parse(offer)])).toBe(false);
  });

  it('needs one offer that it answers', () => {
    expect(isLegalAnswer([], [])).toBe(false);
    expect(isLegalAnswer(parse('smwb=10'), [parse('snct'), parse('smwb=10')])).toBe(true);
  });

  it('with one defect is illegal', () => {
    const pair = extensionOffer().chain((offers) =>
      illegalExtensionAnswer(offers).map((its) => ({ offers, its })),
    );
    assertFor(
      fc.property(pair, ({ offers, its: { rule, answer } }) => {
        fc.pre(rule === 'extension-answer-illegal');
        const offered = offers.filter(({ name }) => name === answer[0]!.name);
        const parameters = offered.map((offer) => offer.parameters);
        expect(isLegalAnswer(answer[0]!.parameters, parameters)).toBe(false);
      }),
      200,
    );
  });
});

describe('the compressor of the peer', () => {
  const name = 'permessage-deflate';

  it.each([
    [
      '',
      { windowBits: 15, noContextTakeover: false },
      { windowBits: 15, noContextTakeover: false },
    ],
    [
      'smwb=9 cnct',
      { windowBits: 9, noContextTakeover: false },
      { windowBits: 15, noContextTakeover: true },
    ],
    [
      'snct cmwb=8',
      { windowBits: 15, noContextTakeover: true },
      { windowBits: 8, noContextTakeover: false },
    ],
  ])('is what the answer "%s" says of it', (answer, server, client) => {
    const inUse = [{ name, parameters: parse(answer) }];
    expect(peerDeflate(inUse, 'client')).toEqual(server);
    expect(peerDeflate(inUse, 'server')).toEqual(client);
  });

  it('is not there without the extension', () => {
    expect(peerDeflate([{ name: 'other', parameters: [] }], 'client')).toBeUndefined();
  });

  it.each<[offers: readonly string[], noContextTakeover: boolean]>([
    [['cnct'], true],
    [['cnct', 'cnct cmwb'], true],
    [['cnct', 'cmwb'], false],
    [[''], false],
    // The answer agrees with the second of them only.
    [['cnct smwb=9', 'cnct'], true],
    [['smwb=9', 'cnct'], true],
  ])(
    'of a client forgets each message if all offers %j that were answered say so',
    (offers, its) => {
      const inUse = [{ name, parameters: parse('') }];
      expect(ownDeflate(inUse, 'client', offers.map(parse))).toEqual({
        windowBits: 15,
        noContextTakeover: its,
      });
    },
  );
});
