/**
 * The grammar of Sec-WebSocket-Extensions (RFC 6455 §9.1), read in one pass without looking back.
 *
 *     extension-list  = 1#extension
 *     extension       = extension-token *( ";" extension-param )
 *     extension-param = token [ "=" ( token / quoted-string ) ]
 *
 * Spaces and tabs may stand around each token and separator. Empty elements of the list are skipped
 * (RFC 9110 §5.6.1). A quoted string has to unescape to a token, so it consists of token characters
 * and escaped token characters only.
 *
 * @module
 */
import { isEach, member } from '../options/index.ts';
import type { ExtensionOffer, ExtensionParameter } from './extension.ts';
import { endOfToken, isToken } from './token.ts';

/** Whether a value is an array of list elements, each with a name and parameters. */
export function areOffers(value: unknown): value is readonly ExtensionOffer[] {
  return isEach(
    value,
    (item) => typeof member(item, 'name') === 'string' && Array.isArray(member(item, 'parameters')),
  );
}

/**
 * The elements of the list, or the index of the first character, in the values joined by commas, that is
 * not in the grammar.
 */
export type ExtensionListReading =
  | { readonly ok: true; readonly offers: readonly ExtensionOffer[] }
  | { readonly ok: false; readonly index: number };

/**
 * Parses the values of all Sec-WebSocket-Extensions fields of a head: one list (RFC 6455 §9.1).
 *
 * @param values - In the order of the head; at least one, since the list cannot be empty.
 */
export function parseExtensions(values: readonly string[]): ExtensionListReading {
  // A quoted string that spans two values would contain the joining comma, which is not a token character.
  const scanner = new Scanner(values.join(','));
  const offers: ExtensionOffer[] = [];
  do {
    const name = scanner.token();
    if (name === '') continue;
    const parameters: ExtensionParameter[] = [];
    while (scanner.take(';')) {
      const parameter = parseParameter(scanner);
      if (parameter === undefined) return { ok: false, index: scanner.index };
      parameters.push(parameter);
    }
    offers.push({ name, parameters });
  } while (scanner.take(','));
  return scanner.atEnd && offers.length > 0
    ? { ok: true, offers }
    : { ok: false, index: scanner.index };
}

/**
 * Serializes a list of extensions as one field value (RFC 6455 §9.1).
 *
 * @throws TypeError if a name or a value is not a token.
 */
export function serializeExtensions(extensions: readonly ExtensionOffer[]): string {
  return extensions.map(serializeExtension).join(', ');
}

function serializeExtension({ name, parameters }: ExtensionOffer): string {
  let text = checkedToken(name);
  for (const [parameter, value] of parameters) {
    text += `; ${checkedToken(parameter)}`;
    if (value !== true) text += `=${checkedToken(value)}`;
  }
  return text;
}

function checkedToken(text: string): string {
  if (!isToken(text)) {
    throw new TypeError(
      `Extension has ${text.length} characters where a token stands (RFC 6455 §9.1)`,
    );
  }
  return text;
}

function parseParameter(scanner: Scanner): ExtensionParameter | undefined {
  const name = scanner.token();
  if (name === '') return undefined;
  if (!scanner.take('=')) return [name, true];
  const value = scanner.take('"') ? scanner.quotedToken() : scanner.token();
  return value === '' ? undefined : [name, value];
}

const SP = 0x20;
const HTAB = 0x09;

/** A position in a text that only moves forward. */
class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get index(): number {
    return this.#at;
  }

  get atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  /** Reads a token after optional white space. @returns An empty string if no token follows. */
  token(): string {
    this.#skipSpace();
    const start = this.#at;
    this.#at = endOfToken(this.#text, start);
    return this.#text.slice(start, this.#at);
  }

  /** Reads a separator after optional white space. @returns Whether the separator came next. */
  take(separator: string): boolean {
    this.#skipSpace();
    if (this.#text.charCodeAt(this.#at) !== separator.charCodeAt(0)) return false;
    this.#at++;
    return true;
  }

  /** Reads the rest of a quoted string. @returns It unescaped; an empty string if that is not a token. */
  quotedToken(): string {
    let token = '';
    while (token === '' || this.#text[this.#at] !== '"') {
      if (this.#text[this.#at] === '\\') this.#at++;
      const character = this.#text.charAt(this.#at);
      if (!isToken(character)) return '';
      token += character;
      this.#at++;
    }
    this.#at++;
    return token;
  }

  #skipSpace(): void {
    for (let code = SP; code === SP || code === HTAB; this.#at++) {
      code = this.#text.charCodeAt(this.#at);
    }
    this.#at--;
  }
}
