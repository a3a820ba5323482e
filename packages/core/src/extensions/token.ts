/**
 * The token of HTTP (RFC 9110 §5.6.2): methods, field names, subprotocols, extensions and their
 * parameters are tokens.
 *
 *     token = 1*( "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." /
 *                 "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA )
 *
 * @module
 */

/**
 * Whether the text is a token: not empty, ASCII, without spaces and separators (RFC 9110 §5.6.2).
 */
export function isToken(text: string): boolean {
  return text !== '' && endOfToken(text, 0) === text.length;
}

/**
 * Finds the end of the token that starts at an index. Each character is read once.
 *
 * @returns The index after its last character; `start` itself if no token starts there.
 */
export function endOfToken(text: string, start: number): number {
  let end = start;
  // Stops at the end of the text: the code after it is NaN, which is not an index of the table.
  while (end < text.length && isTokenCode(text.charCodeAt(end))) end++;
  return end;
}

/**
 * Whether a byte or UTF-16 code unit may stand in a token; `NaN`, the code after the end of a text,
 * may not.
 */
export function isTokenCode(code: number): boolean {
  return TOKEN_CODES[code] === 1;
}

const TOKEN_CODES = /* @__PURE__ */ tableOf(/[\w!#$%&'*+.^`|~-]/);

function tableOf(character: RegExp): Uint8Array {
  return new Uint8Array(128).map((_, code) => +character.test(String.fromCharCode(code)));
}
