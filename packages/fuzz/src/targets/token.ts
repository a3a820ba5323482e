/**
 * Tokens, known without the product (RFC 9110 §5.6.2).
 *
 * @module
 */

/** Whether a text is a token: `token = 1*tchar`. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\da-z]+$/i.test(text);
}
