import { describe, expect, it } from '@jest/globals';
import {
  deflateOffer,
  extensionAnswer,
  extensionOffer,
  extensionSpelling,
  illegalExtensionAnswer,
  spellExtension,
} from '@sansocket/testkit/arbitraries';
import { isLegalAnswer, isLegalOffer } from '@sansocket/testkit/model';
import fc from 'fast-check';
import type { ExtensionOffer, ExtensionParameter } from 'sansocket/extensions';
import { parseExtensions } from 'sansocket/extensions';
import { sample, share, smallest } from '../support/smallest.ts';

function deflate(...parameters: ExtensionParameter[]): ExtensionOffer {
  return { name: 'permessage-deflate', parameters };
}

/** Whether the reference model takes an answer to the only offer (RFC 7692 §7.1). */
function isLegal({ name, parameters }: ExtensionOffer, offer: ExtensionOffer): boolean {
  return name === offer.name && isLegalAnswer(parameters, [offer.parameters]);
}

describe('extensionOffer()', () => {
  it('yields permessage-deflate with every parameter, and extensions that nobody knows', () => {
    const offers = sample(extensionOffer()).flat();
    const names = offers.flatMap(({ parameters }) => parameters.map(([name]) => name));

    expect(names).toEqual(
      expect.arrayContaining([
        'server_no_context_takeover',
        'client_no_context_takeover',
        'server_max_window_bits',
        'client_max_window_bits',
      ]),
    );
    expect(share(offers, ({ name }) => name.startsWith('x-'))).toBeGreaterThan(0.1);
    for (const { name, parameters } of offers) {
      if (name === 'permessage-deflate') expect(isLegalOffer(parameters)).toBe(true);
    }
    expect(smallest(extensionOffer())).toEqual([]);
    expect(smallest(deflateOffer())).toEqual(deflate());
  });
});

describe('spellExtension()', () => {
  it('means the same in every spelling (§9.1)', () => {
    fc.assert(
      fc.property(extensionOffer(), extensionSpelling(), (offers, spelling) => {
        fc.pre(offers.length > 0);
        const text = offers.map((offer) => spellExtension(offer, spelling)).join(',');
        expect(parseExtensions([text])).toEqual({ ok: true, offers });
      }),
    );
  });

  it('shrinks to the plain spelling', () => {
    const plain = smallest(extensionSpelling());

    expect(
      spellExtension(
        {
          name: 'a',
          parameters: [
            ['b', 'c'],
            ['d', true],
          ],
        },
        plain,
      ),
    ).toBe('a; b=c; d');
  });
});

describe('extensionAnswer()', () => {
  it('yields legal answers, by the rules of RFC 7692 §7.1', () => {
    for (const offer of sample(deflateOffer(), 100)) {
      for (const answers of sample(extensionAnswer([offer]), 20)) {
        expect(answers.every((answer) => isLegal(answer, offer))).toBe(true);
      }
    }
  });

  it('yields none without an offer that it knows, and shrinks to none', () => {
    expect(sample(extensionAnswer([{ name: 'x-a', parameters: [] }]), 20).flat()).toEqual([]);
    expect(smallest(extensionAnswer([deflate()]))).toEqual([]);
    expect(smallest(extensionAnswer([deflate()]), ({ length }) => length > 0)).toEqual([deflate()]);
  });
});

describe('illegalExtensionAnswer()', () => {
  it('yields answers that break one rule', () => {
    const labels = new Set<string>();
    for (const offer of sample(deflateOffer(), 100)) {
      for (const { label, rule, answer } of sample(illegalExtensionAnswer([offer]), 30)) {
        labels.add(label);
        const legal = answer.filter((one) => isLegal(one, offer)).length;
        expect(legal).toBe(rule === 'extension-repeated' ? 2 : 0);
      }
    }
    expect(labels.size).toBe(19);
  });

  it('yields only what every offer forbids when there are several', () => {
    const offers = [deflate(['server_max_window_bits', '8']), deflate()];
    const labels = sample(illegalExtensionAnswer(offers)).map(({ label }) => label);

    expect(labels).not.toContain('server-bits-not-answered');
    expect(new Set(sample(illegalExtensionAnswer([])).map(({ label }) => label))).toEqual(
      new Set(['extension-not-offered']),
    );
  });
});
