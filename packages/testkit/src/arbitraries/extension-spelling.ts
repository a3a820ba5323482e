/**
 * The ways to write an extension with its parameters (RFC 6455 §9.1): white space, quoted values,
 * escapes in them.
 *
 * @module
 */

import fc from 'fast-check';
import type { ExtensionOffer } from 'sansocket/extensions';

/** How an extension is written. */
export interface ExtensionSpelling {
  readonly semicolon: string;
  readonly equals: string;
  readonly value: 'token' | 'quoted' | 'escaped';
}

/** Yields: every spelling. Shrinks to: `name; parameter=value`. */
export function extensionSpelling(): fc.Arbitrary<ExtensionSpelling> {
  return fc.record({
    semicolon: fc.constantFrom('; ', ';', ' ;', '\t;  '),
    equals: fc.constantFrom('=', ' =', '= ', ' = '),
    value: fc.constantFrom('token', 'quoted', 'escaped'),
  });
}

/** An extension written in this way. */
export function spellExtension(
  { name, parameters }: ExtensionOffer,
  { semicolon, equals, value: form }: ExtensionSpelling,
): string {
  const spelled = parameters.map(([parameter, value]) => {
    return value === true ? parameter : parameter + equals + spellValue(value, form);
  });
  return [name, ...spelled].join(semicolon);
}

function spellValue(value: string, form: ExtensionSpelling['value']): string {
  if (form === 'token') return value;
  const text = form === 'quoted' ? value : value.replaceAll(/./g, '\\$&');
  return `"${text}"`;
}
