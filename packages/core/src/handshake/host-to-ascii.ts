/**
 * Host names outside ASCII in their form for DNS (RFC 6455 §11.1, RFC 5891): `bücher.example` becomes
 * `xn--bcher-kva.example`.
 *
 * The mapping is Unicode's compatibility composition and lower case, as in UTS 46, without its
 * tables: characters that are not letters, marks or digits, which RFC 5892 disallows and UTS 46 partly
 * drops, are refused instead.
 *
 * @module
 */

import { encodePunycode } from './punycode.ts';

/** The longest label and the longest name in DNS, in characters (RFC 1035 §2.3.4). */
const MAX_LABEL_LENGTH = 63;
const MAX_NAME_LENGTH = 253;

/**
 * Makes the ASCII form of a host name, in lower case. An IPv4 address stays as it is.
 *
 * @throws RangeError if a label is empty, is too long, or has a character that is not allowed in host names.
 */
export function hostToAscii(host: string): string {
  const labels = host
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .split(/[.\u3002]/);
  // An empty last label names the root: `example.com.`
  const root = labels.length > 1 && labels.at(-1) === '' ? labels.pop() : undefined;
  const ascii = labels.map(labelToAscii).join('.') + (root === undefined ? '' : '.');
  if (ascii.length > MAX_NAME_LENGTH) {
    throw new RangeError(
      `Host has ${ascii.length} characters, more than ${MAX_NAME_LENGTH} (RFC 1035 §2.3.4)`,
    );
  }
  return ascii;
}

function labelToAscii(label: string): string {
  // A character outside ASCII has at most two UTF-16 units, and at least one digit in Punycode: a longer
  // label is too long in ASCII too, and encoding it would take much work.
  const isHostLabel =
    label.length <= 2 * MAX_LABEL_LENGTH && /^[\p{L}\p{M}\p{Nd}_-]+$/u.test(label);
  const ascii = isHostLabel && /[^\0-\x7f]/.test(label) ? `xn--${encodePunycode(label)}` : label;
  if (!isHostLabel || ascii.length > MAX_LABEL_LENGTH) {
    throw new RangeError(
      `Host has a label of ${label.length} characters that is none (RFC 6455 §11.1)`,
    );
  }
  return ascii;
}
