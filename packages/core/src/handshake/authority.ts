/**
 * The authority of a target and of the Host field: a host with an optional port (RFC 3986 §3.2, RFC
 * 9110 §7.2).
 *
 *     authority = ( "[" IPv6address "]" / reg-name ) [ ":" *DIGIT ]
 *
 * Stricter than RFC 3986: no comma, since two joined Host fields would pass as one, and no future IP
 * version.
 *
 * @module
 */

/** No two alternatives begin with the same byte: the expression never backtracks. */
const AUTHORITY = /^(?:\[[\d.:A-Fa-f]+\]|(?:[\w\-.~!$&'()*+;=]|%[\dA-Fa-f]{2})+)(?::\d{0,5})?$/;

/** Whether a text is a host with an optional port, without user information and path. */
export function isAuthority(text: string): boolean {
  if (!AUTHORITY.test(text)) return false;
  // A colon stands in brackets, or before the port.
  const end = text.indexOf(']');
  const colon = text.indexOf(':', end + 1);
  if (colon !== -1 && Number(text.slice(colon + 1)) > 0xffff) return false;
  return end === -1 || isIpv6(text.slice(1, end));
}

/** @returns The authority in lower case without the scheme's default port, to be compared (RFC 3986 §6.2.3). */
export function normalAuthority(authority: string, secure: boolean): string {
  return authority.toLowerCase().replace(secure ? /:(?:0*443)?$/ : /:(?:0*80)?$/, '');
}

/** Whether a text is an IPv6 address, without brackets and zone (RFC 4291 §2.2). */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  let count = 0;
  for (const [i, group] of groups.entries()) {
    if (/^[\dA-Fa-f]{1,4}$/.test(group)) count += 1;
    else if (i === groups.length - 1 && text.endsWith(group) && isIpv4(group)) count += 2;
    else return false;
  }
  return halves.length === 2 ? count < 8 : halves.length === 1 && count === 8;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 &&
    parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
  );
}
