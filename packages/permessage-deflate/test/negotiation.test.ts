/** Who compresses how (RFC 7692 §5, §7.1). @module */
import { describe, expect, it } from '@jest/globals';
import { type DeflateParameters, permessageDeflate } from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import { answerTo, offerOf, takes } from './support/deflate-end.ts';

const NAME = 'permessage-deflate';
/** The name with parameters; none for nothing. */
const pmd = (parameters: string): string => (parameters === '' ? NAME : `${NAME}; ${parameters}`);

describe('a server', () => {
  it.each([
    ['', ''],
    ['server_no_context_takeover', 'server_no_context_takeover'],
    ['client_no_context_takeover', 'client_no_context_takeover'],
    ['client_max_window_bits', ''],
    ...['8', '9', '10', '11', '12', '13', '14', '15'].flatMap((bits) => [
      [`server_max_window_bits=${bits}`, `server_max_window_bits=${bits}`],
      [`client_max_window_bits=${bits}`, bits === '15' ? '' : `client_max_window_bits=${bits}`],
    ]),
    ['server_max_window_bits="12"', 'server_max_window_bits=12'],
    [
      'client_max_window_bits; server_max_window_bits=10; server_no_context_takeover',
      'server_no_context_takeover; server_max_window_bits=10',
    ],
  ])('accepts the offer "%s" with "%s" (§7.1)', (offer, answer) => {
    expect(answerTo(pmd(offer))).toBe(pmd(answer));
  });

  it.each([
    'server_no_context_takeover=1',
    'server_no_context_takeover=true',
    'client_no_context_takeover=1',
    'server_max_window_bits',
    ...['7', '16', '0', '08', '+9', '9.0', '0xa', '1e1', '-8', '015', '100'].flatMap((bits) => [
      `server_max_window_bits=${bits}`,
      `client_max_window_bits=${bits}`,
    ]),
    'server_no_context_takeover; server_no_context_takeover',
    'client_no_context_takeover; client_no_context_takeover',
    'server_max_window_bits=10; server_max_window_bits=10',
    'client_max_window_bits; client_max_window_bits',
    'client_max_window_bits; client_max_window_bits=10',
    'foo',
    'foo=1',
    'Server_No_Context_Takeover',
    'SERVER_MAX_WINDOW_BITS=10',
  ])('declines the offer "%s", and takes the next one (§7, §5.1)', (offer) => {
    expect(answerTo(pmd(offer))).toBe('');
    expect(answerTo(`${pmd(offer)}, ${NAME}`)).toBe(NAME);
    expect(answerTo(`${pmd(offer)}, ${pmd('server_max_window_bits=9')}, ${NAME}`)).toBe(
      pmd('server_max_window_bits=9'),
    );
  });

  it.each(['permessage-deflate; server_max_window_bits=""', 'permessage-deflate; x=" 9"'])(
    'fails the handshake at what is no list of extensions: %s (RFC 6455 §9.1)',
    (field) => {
      expect(() => answerTo(field)).toThrow('refused');
    },
  );

  it('accepts one offer only, the first that it can (§5.1)', () => {
    expect(answerTo(`${NAME}, ${pmd('server_no_context_takeover')}`)).toBe(NAME);
    expect(answerTo(`x-other, PERMESSAGE-DEFLATE, ${NAME}`)).toBe(NAME);
  });

  it.each<[DeflateParameters, string, string]>([
    [{ serverNoContextTakeover: true }, '', 'server_no_context_takeover'],
    [{ clientNoContextTakeover: true }, '', 'client_no_context_takeover'],
    [{ serverMaxWindowBits: 10 }, '', 'server_max_window_bits=10'],
    [{ serverMaxWindowBits: 10 }, 'server_max_window_bits=12', 'server_max_window_bits=10'],
    [{ serverMaxWindowBits: 10 }, 'server_max_window_bits=9', 'server_max_window_bits=9'],
    [{ clientMaxWindowBits: 10 }, 'client_max_window_bits', 'client_max_window_bits=10'],
    [{ clientMaxWindowBits: 10 }, 'client_max_window_bits=12', 'client_max_window_bits=10'],
    [{ clientMaxWindowBits: 10 }, 'client_max_window_bits=8', 'client_max_window_bits=8'],
  ])('that wants %j answers "%s" with "%s" (§7.1)', (wanted, offer, answer) => {
    expect(answerTo(pmd(offer), wanted)).toBe(pmd(answer));
  });

  it('declines a client that cannot be told the window that it wants (§7.1.2.2)', () => {
    expect(answerTo(NAME, { clientMaxWindowBits: 10 })).toBe('');
    expect(answerTo(`${NAME}, ${pmd('client_max_window_bits')}`, { clientMaxWindowBits: 10 })).toBe(
      pmd('client_max_window_bits=10'),
    );
  });

  it('declines a window that its compressor cannot keep to (§7)', () => {
    const zlib = { backend: pakoBackend() };
    expect(answerTo(pmd('server_max_window_bits=8'), zlib)).toBe('');
    expect(answerTo(`${pmd('server_max_window_bits=8')}, ${NAME}`, zlib)).toBe(NAME);
    expect(answerTo(pmd('server_max_window_bits=9'), zlib)).toBe(pmd('server_max_window_bits=9'));
    expect(answerTo(pmd('client_max_window_bits=8'), zlib)).toBe(pmd('client_max_window_bits=8'));
  });

  it('asks its policy about each legal offer, until one is accepted', () => {
    const seen: DeflateParameters[] = [];
    const policy = (offer: DeflateParameters): DeflateParameters | undefined => {
      seen.push(offer);
      return seen.length === 1
        ? undefined
        : { serverNoContextTakeover: true, serverMaxWindowBits: 9 };
    };
    const offers = [pmd('server_max_window_bits=7'), pmd('server_max_window_bits=12'), NAME, NAME];
    expect(answerTo(offers.join(', '), { policy })).toBe(
      pmd('server_no_context_takeover; server_max_window_bits=9'),
    );
    expect(seen).toEqual([{ serverMaxWindowBits: 12 }, {}]);
  });
});

describe('a client', () => {
  it.each<[Parameters<typeof offerOf>[0], string]>([
    [{}, pmd('client_max_window_bits')],
    [{ clientMaxWindowBits: 10 }, pmd('client_max_window_bits=10')],
    [
      {
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 9,
        clientMaxWindowBits: true,
      },
      pmd(
        'server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits',
      ),
    ],
    [{ offers: [{ serverMaxWindowBits: 10 }, {}] }, `${pmd('server_max_window_bits=10')}, ${NAME}`],
  ])('with %j offers %s (§7.1)', (options, field) => {
    expect(offerOf(options)).toBe(field);
  });

  const bare = { offers: [{}] };
  const anyBits = { offers: [{ clientMaxWindowBits: true }] } as const;
  const clientBits = { offers: [{ clientMaxWindowBits: 10 }] } as const;
  const serverBits = { offers: [{ serverMaxWindowBits: 10 }] } as const;
  const noTakeover = { offers: [{ serverNoContextTakeover: true }] };

  it.each<[string, Parameters<typeof takes>[1], string]>([
    ['nothing', bare, ''],
    ['the bare name', bare, ''],
    ...(['8', '9', '10', '11', '12', '13', '14', '15'].map(
      (bits) => ['client window bits', anyBits, `client_max_window_bits=${bits}`] as const,
    ) as [string, Parameters<typeof takes>[1], string][]),
    ['client window bits beyond its hint', clientBits, 'client_max_window_bits=12'],
    ['no client window bits', clientBits, ''],
    ['server window bits that it did not ask for', bare, 'server_max_window_bits=9'],
    ...(['8', '9', '10'].map((bits) => [
      'server window bits up to its limit',
      serverBits,
      `server_max_window_bits=${bits}`,
    ]) as [string, Parameters<typeof takes>[1], string][]),
    ['what it asked for', noTakeover, 'server_no_context_takeover'],
    ['server_no_context_takeover as a gift', bare, 'server_no_context_takeover'],
    ['client_no_context_takeover as an order', bare, 'client_no_context_takeover'],
    ['quoted bits', anyBits, 'client_max_window_bits="10"'],
  ])('takes %s (§7.1)', (_, options, answer) => {
    expect(takes(pmd(answer), options)).toBe(true);
  });

  it.each<[string, Parameters<typeof takes>[1], string]>([
    ['client window bits that were not offered', bare, 'client_max_window_bits=10'],
    ['client window bits without a value', anyBits, 'client_max_window_bits'],
    ['server window bits over its limit', serverBits, 'server_max_window_bits=11'],
    ['no server window bits where it asked for them', serverBits, ''],
    ['takeover where it asked for none', noTakeover, ''],
    ['server window bits without a value', bare, 'server_max_window_bits'],
    ...(['7', '16', '08', '0', '+9'].map((bits) => [
      'window bits out of range',
      bare,
      `server_max_window_bits=${bits}`,
    ]) as [string, Parameters<typeof takes>[1], string][]),
    ['a value that is none', bare, 'server_no_context_takeover=1'],
    ['a value that is none', bare, 'client_no_context_takeover=x'],
    ['a parameter twice', bare, 'server_no_context_takeover; server_no_context_takeover'],
    ['a parameter that is not defined', bare, 'foo'],
  ])('fails the handshake at %s (§7.1)', (_, options, answer) => {
    expect(takes(pmd(answer), options)).toBe(false);
  });

  it('fails the handshake at an answer to nothing, and at two answers (RFC 6455 §4.1, §9.1)', () => {
    expect(takes(NAME, { offers: [] })).toBe(false);
    expect(takes(`${NAME}, ${NAME}`, bare)).toBe(false);
  });

  it('takes an answer that agrees with any of its offers (§5.1)', () => {
    const offers = [{ serverMaxWindowBits: 10 }, { clientMaxWindowBits: true }] as const;
    expect(takes(NAME, { offers })).toBe(true);
    expect(takes(pmd('server_max_window_bits=10'), { offers })).toBe(true);
    expect(takes(pmd('client_max_window_bits=10'), { offers })).toBe(true);
    expect(takes(pmd('server_max_window_bits=7'), { offers })).toBe(false);
  });
});

describe('permessageDeflate()', () => {
  it.each([
    { serverMaxWindowBits: 7 },
    { clientMaxWindowBits: 16 },
    { offers: [{ serverMaxWindowBits: 9.5 }] },
    { threshold: -1 },
    { level: 0 },
    { level: 10 },
    { memoryLevel: 0 },
    { memoryLevel: 1.5 },
  ])('refuses %j', (options) => {
    expect(() => permessageDeflate(options as object)).toThrow(RangeError);
  });

  it('refuses a value of another kind', () => {
    const options = { serverMaxWindowBits: true } as object;
    expect(() => permessageDeflate(options)).toThrow(TypeError);
  });

  it('refuses what a policy makes up', () => {
    const policy = () => ({ serverMaxWindowBits: 4 }) as unknown as DeflateParameters;
    expect(() => answerTo(NAME, { policy })).toThrow(
      'serverMaxWindowBits must be a whole number from 8 to 15, got 4',
    );
  });
});
