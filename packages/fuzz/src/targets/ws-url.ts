/**
 * The ws and wss URLs, and names of hosts (RFC 6455 §3, §11.1).
 *
 *     byte 0   bit 0: two bytes for each UTF-16 unit
 *
 * @module
 */
import { createRequest, parseWsUrl, urlOf } from 'sansocket/handshake';
import { urlWords } from './dictionary.ts';
import { expectEqual, expectThat, orRangeError } from './expect.ts';
import { bit, Input } from './input.ts';
import type { Target } from './target.ts';

/** URLs as an application passes them in. */
export const wsUrl: Target = {
  name: 'ws-url',
  promise:
    'A text is refused with a RangeError, or its parts make a URL with the same parts and a request',
  maxBytes: 400,
  stepsPerByte: 400,
  dictionary: urlWords,
  run(bytes) {
    const input = new Input(bytes);
    const wide = bit(input.byte(), 0);
    const url = input.restAsText(wide);
    expectHost(url);
    const parsed = orRangeError(() => parseWsUrl(url));
    if ('refused' in parsed) {
      expectThat(!/[.]$/.test(parsed.refused), 'A message has no full stop');
      return;
    }
    const { value } = parsed;
    expectThat(/^[!"$-~]+$/.test(value.resourceName), 'The resource name is visible ASCII');
    expectThat(value.port > 0 && value.port <= 0xffff, 'The port is 1 to 65535');
    const again = parseWsUrl(urlOf(value));
    expectEqual(again, { ...value, userinfo: undefined }, 'the URL written and parsed');
    const request = orRangeError(() => createRequest(url, { key: new Uint8Array(16) }));
    if ('value' in request) {
      expectEqual(request.value.target, value.resourceName, 'the target and the resource name');
    }
  },
};

function expectHost(host: string): void {
  const parsed = orRangeError(() => parseWsUrl(`ws://${host}`));
  if ('refused' in parsed) return;
  const ascii = parsed.value.host;
  expectThat(/^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(ascii), 'A host is ASCII');
  expectEqual(parseWsUrl(`ws://${ascii}`).host, ascii, 'the ASCII form and its ASCII form');
}
