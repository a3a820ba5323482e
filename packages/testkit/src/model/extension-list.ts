/**
 * The list in Sec-WebSocket-Extensions (RFC 6455 §9.1), one regular expression for each production.
 *
 *     extension-list  = 1#extension
 *     extension       = extension-token *( ";" extension-param )
 *     extension-param = token [ "=" ( token | quoted-string ) ]
 *
 * A quoted string has to be a token once its quotes and backslashes are gone, so it contains no comma and no semicolon.
 * White space may come between any two of these parts.
 *
 * @module
 */

/** The name of a parameter, and its value or `true` when it has none. */
export type ModelParameter = readonly [name: string, value: string | true];

/** One element of the list. */
export interface ModelExtension {
  readonly name: string;
  readonly parameters: readonly ModelParameter[];
}

/** One character of a token (RFC 9110 §5.6.2), for a regular expression. */
export const TCHAR = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";

const TOKEN = `${TCHAR}+`;
const SPACE = '[ \\t]*';
const VALUE = `${TOKEN}|"(?:\\\\?${TCHAR})+"`;
const PARAMETER = `(${TOKEN})${SPACE}(?:=${SPACE}(${VALUE})${SPACE})?`;

const token = new RegExp(`^${TOKEN}$`);
const parameter = new RegExp(`^${SPACE}${PARAMETER}$`);

/** Whether a text is a token. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** The elements of a list of any kind (RFC 9110 §5.6.1): empty ones do not count. */
export function elementsOf(values: readonly string[]): readonly string[] {
  const elements = values.join(',').split(',').map(withoutSpace);
  return elements.filter((element) => element !== '');
}

/** Takes spaces and tabs off both ends. */
export function withoutSpace(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}

/**
 * The extensions that the fields of a head list.
 *
 * @param values - The values of all Sec-WebSocket-Extensions fields, in order.
 * @returns An empty list without fields; `undefined` when the fields are not a list.
 */
export function extensionsIn(values: readonly string[]): readonly ModelExtension[] | undefined {
  const extensions = elementsOf(values).map(extensionOf);
  if (values.length > 0 && extensions.length === 0) return undefined;
  return extensions.some((extension) => extension === undefined)
    ? undefined
    : (extensions as readonly ModelExtension[]);
}

function extensionOf(element: string): ModelExtension | undefined {
  const [name, ...rest] = element.split(';');
  const parameters = rest.map(parameterOf);
  if (!isToken(withoutSpace(name!)) || parameters.includes(undefined)) return undefined;
  return { name: withoutSpace(name!), parameters: parameters as readonly ModelParameter[] };
}

function parameterOf(text: string): ModelParameter | undefined {
  const match = parameter.exec(text);
  if (match === null) return undefined;
  const value = match[2]?.replace(/["\\]/g, '') ?? true;
  return [match[1]!, value];
}
