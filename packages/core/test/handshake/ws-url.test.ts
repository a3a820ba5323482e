import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRequest, parseWsUrl, urlOf } from 'sansocket/handshake';
import { hostFieldOf, hostToAscii } from '../../src/handshake/index.ts';
import { sampleNonce } from './heads.ts';

describe('parseWsUrl()', () => {
  it('takes host, port, path and query (§3)', () => {
    expect(parseWsUrl('ws://h/p?q')).toEqual({
      secure: false,
      host: 'h',
      port: 80,
      resourceName: '/p?q',
      userinfo: undefined,
    });
    expect(parseWsUrl('wss://me:x@[::1]:9/')).toEqual({
      secure: true,
      host: '[::1]',
      port: 9,
      resourceName: '/',
      userinfo: 'me:x',
    });
  });

  it.each(['httpx://h/', 'ws:h', 'ws:/h', 'wsx://h', 'h', '', '//h', '\u017fws://h'])(
    'throws for %j, which is no ws or wss URL (§3)',
    (url) => {
      expect(() => parseWsUrl(url)).toThrow(
        'URL must start with ws:// or wss://, http:// or https:// (RFC 6455 §3)',
      );
    },
  );

  it.each([
    ['ws://', ''],
    ['ws:///', ''],
    ['ws://:80/', ''],
    ['ws://a b/', 'a b'],
  ])('throws for %j, whose host has the label %j (§3)', (url, label) => {
    expect(() => parseWsUrl(url)).toThrow(
      new RangeError(
        `Host has a label of ${label.length} characters that is none (RFC 6455 §11.1)`,
      ),
    );
  });

  it.each(['x', '0', '65536', '70000', '000080', '-80', '+80', '1e2', '0x50', ' 80'])(
    'throws for the port %j (§3)',
    (port) => {
      expect(() => parseWsUrl(`ws://h:${port}/`)).toThrow(
        new RangeError(`Port must be 1 to 65535, got ${port.length} characters (RFC 6455 §3)`),
      );
    },
  );

  it('finds the port behind an IPv6 address that ends with a colon (RFC 3986 §3.2.2)', () => {
    expect(parseWsUrl('ws://[1::]:9/')).toMatchObject({ host: '[1::]', port: 9 });
  });

  it('refuses what is no IPv6 address (§3)', () => {
    expect(() => parseWsUrl('ws://[::g]/')).toThrow(
      'Host in brackets is no IPv6 address (RFC 6455 §3)',
    );
  });

  it.each([
    'ws://[::1/',
    'ws://[::g]/',
    'ws://[1::2::3]/',
    'ws://[::0x1.2.3.4]/',
    'ws://[::1e1.2.3.4]/',
    'ws://[::1]x/',
    'ws://a:b:c/',
    'ws://h%41/',
  ])('throws for the authority in %j (§3)', (url) => {
    expect(() => parseWsUrl(url)).toThrow(RangeError);
  });

  it('reads the scheme in any case, and the secure flag from it (§3)', () => {
    expect(parseWsUrl('WSS://h/')).toMatchObject({ secure: true, port: 443 });
    expect(parseWsUrl('Ws://h/')).toMatchObject({ secure: false, port: 80 });
  });

  it('takes an empty port for the default (RFC 3986 §3.2.3)', () => {
    expect(parseWsUrl('wss://h:/').port).toBe(443);
    expect(parseWsUrl('ws://h:65535/').port).toBe(65_535);
  });

  it.each([
    ['ws://h', '/'],
    ['ws://h?x=1', '/?x=1'],
    ['ws://h/a?', '/a'],
    ['ws://h?', '/'],
    ['ws://h/a%23b', '/a%23b'],
    ['ws://h//a/../b', '//a/../b'],
    ['ws://h/\u00fc?\u20ac=\u{1f600}', '/%C3%BC?%E2%82%AC=%F0%9F%98%80'],
    ['ws://h/"<>[\\]^`{|}', '/%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D'],
    ["ws://h/-._~!$&'()*+,;=:@%00", "/-._~!$&'()*+,;=:@%00"],
  ])('takes from %j the resource name %j (§3, §11.1)', (url, resourceName) => {
    expect(parseWsUrl(url).resourceName).toBe(resourceName);
  });

  it.each(['ws://h/#', 'ws://h/#x', 'ws://h#x', 'ws://h?a#\n'])(
    'throws for the fragment of %j, before there is a byte to send (§3)',
    (url) => {
      expect(() => parseWsUrl(url)).toThrow('URL has a fragment (RFC 6455 §3)');
      expect(() => createRequest(url, { key: sampleNonce })).toThrow(RangeError);
    },
  );

  it.each([
    ['ws://h/a b', '/a%20b'],
    [' ws://h/a \n', '/a'],
    ['ws://h/a\tb', '/ab'],
    ['ws://h/\r\nX: y', '/X:%20y'],
    ['ws://h/\0a', '/%00a'],
    ['ws://h/\x7f', '/%7F'],
    ['ws://h/?\ud800', '/?%EF%BF%BD'],
  ])('takes %j as a URL class does: %j', (url, resourceName) => {
    expect(parseWsUrl(url).resourceName).toBe(resourceName);
    const { pathname, search } = new URL(url);
    expect(pathname + search).toBe(resourceName);
  });

  it.each([
    ['ws://h/%', '/%25'],
    ['ws://h/%2', '/%252'],
    ['ws://h/?%zz', '/?%25zz'],
  ])('encodes the lone percent sign of %j, which cannot be sent: %j', (url, resourceName) => {
    expect(parseWsUrl(url).resourceName).toBe(resourceName);
  });

  it.each([
    ['http://h/a', { secure: false, port: 80 }],
    ['https://h/a', { secure: true, port: 443 }],
    ['HTTPS://h:8443/a', { secure: true, port: 8443 }],
  ])('takes %j for a ws or wss URL', (url, parts) => {
    expect(parseWsUrl(url)).toMatchObject({ ...parts, host: 'h', resourceName: '/a' });
  });

  it('takes no user information for what stands before the @ when nothing does', () => {
    expect(parseWsUrl('ws://@h/').userinfo).toBeUndefined();
    expect(parseWsUrl('ws://:@h/').userinfo).toBe(':');
  });

  it('never shows user information in an error', () => {
    expect(() => parseWsUrl('ws://me:secret@h:x/')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
    expect(() => parseWsUrl('ws://me:secret/@h/')).toThrow(/^Host or port .* percent-encoded/);
  });

  it.each([
    'ws://me:secret@h:x/',
    'ws://me:secret@h h/',
    'ws://me:secret@[::g]/',
    'ws://me:secret@h/#f',
    'ws://me:secret/@h/',
    'ws://me:secret?@h/',
    'ws://me:secret#@h/',
    'ws://sec ret:x/@h/',
    'ws://[secret]:x/@h/',
    'ws://secret:99999/@h/',
    'ws://h/#secret',
    'ws://me:secret@/',
    'ws:me:secret@h/',
  ])('throws for %j, and shows nothing of its user information and query', (url) => {
    const ask = () => createRequest(url, { key: sampleNonce });
    expect(ask).toThrow(RangeError);
    expect(ask).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/sec.?ret|se%cret|99999/) }),
    );
  });

  it('robustness: any text gives a URL of visible ASCII or throws a RangeError', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          const { host, resourceName } = parseWsUrl(`ws://h${text}`);
          expect(host + resourceName).toMatch(/^[!-~]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

describe('urlOf()', () => {
  it.each(['ws://h/', 'wss://h/a?b', 'ws://h:443/', 'wss://[::1]:80/x'])('gives back %s', (url) => {
    expect(urlOf(parseWsUrl(url))).toBe(url);
  });

  it('leaves out user information and the default port', () => {
    expect(urlOf(parseWsUrl('WS://me:x@H:80'))).toBe('ws://h/');
    expect(hostFieldOf(parseWsUrl('ws://me:x@H:80'))).toBe('h');
  });
});

describe('hostToAscii()', () => {
  it.each([
    ['b\u00fccher.example', 'xn--bcher-kva.example'],
    ['B\u00dcCHER.Example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['fa\u00df.de', 'xn--fa-hia.de'],
    ['\u4f8b\u3048.\u30c6\u30b9\u30c8', 'xn--r8jz45g.xn--zckzah'],
    ['\u4f8b\u3048\u3002jp', 'xn--r8jz45g.jp'],
    ['\uff45\uff58\uff0e\uff43\uff4f\uff4d', 'ex.com'],
    // The bias is adapted right at the border at which a digit more is needed (RFC 3492 §3.4).
    ['\u0430\u2da9\u3042', 'xn--80a843s9xb'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['under_score.example.', 'under_score.example.'],
    ['127.0.0.1', '127.0.0.1'],
  ])('makes of %j the name %j (§11.1)', (host, ascii) => {
    expect(hostToAscii(host)).toBe(ascii);
  });

  it.each([
    // RFC 3492 §7.1
    [
      '\u043f\u043e\u0447\u0435\u043c\u0443\u0436\u0435\u043e\u043d\u0438\u043d\u0435\u0433\u043e\u0432\u043e\u0440\u044f\u0442\u043f\u043e\u0440\u0443\u0441\u0441\u043a\u0438',
      'xn--b1abfaaepdrnnbgefbadotcwatmq2g4l',
    ],
    ['\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587', 'xn--ihqwcrb4cv8a8dqg056pqjye'],
    ['3\u5e74b\u7d44\u91d1\u516b\u5148\u751f', 'xn--3b-ww4c5e180e575a65lsy2b'],
    ['\u305d\u306e\u30b9\u30d4\u30fc\u30c9\u3067', 'xn--d9juau41awczczp'],
  ])('encodes %j as in RFC 3492 §7.1', (label, ascii) => {
    expect(hostToAscii(label)).toBe(ascii);
  });

  it.each([
    '',
    '.',
    'a..b',
    'a b',
    'a/b',
    'a@b',
    'a%41',
    'a*',
    '\u2764',
    'a\u00adb',
    'a\u200db',
    '\ud800',
  ])('throws for %j (§11.1)', (host) => {
    expect(() => hostToAscii(host)).toThrow(RangeError);
  });

  it('takes labels of 63 and names of 253 characters, and no more (RFC 1035 §2.3.4)', () => {
    const label = 'a'.repeat(63);
    expect(hostToAscii(label)).toBe(label);
    expect(() => hostToAscii(`${label}a`)).toThrow(RangeError);
    expect(() => hostToAscii('\u00fc'.repeat(63))).toThrow(RangeError);
    const characters = '\u{20000}'.repeat(50);
    expect(hostToAscii(characters)).toBe(new URL(`http://${characters}/`).hostname);
    const name = `${label}.${label}.${label}.${'a'.repeat(61)}`;
    expect(hostToAscii(name)).toBe(name);
    expect(() => hostToAscii(`${name}a`)).toThrow(
      new RangeError('Host has 254 characters, more than 253 (RFC 1035 §2.3.4)'),
    );
  });

  it('refuses a label of any length without encoding it', () => {
    const label = '\u00fc'.repeat(200_000);
    expect(() => hostToAscii(label)).toThrow(
      new RangeError(
        `Host has a label of ${label.length} characters that is none (RFC 6455 §11.1)`,
      ),
    );
  });

  it('agrees with the URL class of the runtime on letters', () => {
    const letter = fc.constantFrom(
      ...Array.from(
        'aZ0-\u00e4\u00d6\u00e9\u0161\u03b1\u03a9\u0436\u05d0\u3042\u6f22\ud55c\u{20000}',
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 12 }), (label) => {
        fc.pre(!/^[0-9-]|-$|--/.test(label));
        const host = `x${label}.example`;
        fc.pre(URL.canParse(`http://${host}/`));
        expect(hostToAscii(host)).toBe(new URL(`http://${host}/`).hostname);
      }),
    );
  });
});
