/**
 * The grammar of Sec-WebSocket-Extensions and of lists of tokens (RFC 6455 §9.1, RFC 9110 §5.6).
 *
 *     byte 0   bit 0: two bytes for each UTF-16 unit
 *     the rest   values, one for each line
 *
 * @module
 */
import { parseExtensions, serializeExtensions } from 'sansocket/extensions';
import { parseTokens } from 'sansocket/handshake';
import { extensionWords } from './dictionary.ts';
import { expectEqual, expectThat } from './expect.ts';
import { bit, Input } from './input.ts';
import type { Target } from './target.ts';
import { isToken } from './token.ts';

/** Field values that hold lists. */
export const extensionList: Target = {
  name: 'extension-list',
  promise:
    'A list is read or left at an index in it; what was read is written and read again the same',
  maxBytes: 512,
  stepsPerByte: 150,
  dictionary: extensionWords,
  run(bytes) {
    const input = new Input(bytes);
    const wide = bit(input.byte(), 0);
    const values = input.restAsText(wide).split('\n');
    expectList(values);
    expectTokens(values);
  },
};

function expectList(values: readonly string[]): void {
  const reading = parseExtensions(values);
  const { length } = values.join(',');
  if (!reading.ok) {
    const inside = reading.index >= 0 && reading.index <= length;
    expectThat(inside, 'The index is in the joined values');
    return;
  }
  const { offers } = reading;
  for (const { name, parameters } of offers) {
    const texts = [name, ...parameters.flat().filter((text) => text !== true)];
    expectThat(texts.every(isToken), 'Names and values are tokens');
  }
  expectEqual(parseExtensions([serializeExtensions(offers)]), reading, 'the list written and read');
}

function expectTokens(values: readonly string[]): void {
  const tokens = parseTokens(values);
  if (tokens === undefined) return;
  expectThat(tokens.length > 0 && tokens.every(isToken), 'A list of tokens has tokens');
  expectEqual(parseTokens([tokens.join(', ')]), tokens, 'tokens written and read');
}
