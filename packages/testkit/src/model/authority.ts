/**
 * A host with an optional port (RFC 3986 §3.2.2, §3.2.3; RFC 9110 §7.2), and the target of a request
 * (RFC 9112 §3.2).
 *
 *     host = "[" IPv6address "]" / reg-name      reg-name here without commas, and not empty
 *     port = 0 to 5 digits, at most 65535
 *
 * @module
 */

/** Whether a text is a host with an optional port. */
export function isHostPort(text: string): boolean {
  const [, host, port] = /^(\[.*\]|[^:]*)(?::([0-9]{0,5}))?$/.exec(text) ?? [];
  if (host === undefined || Number(port ?? 0) > 65_535) return false;
  return host.startsWith('[') ? isIpv6(host.slice(1, -1)) : isName(host);
}

/** The path with the query, and the host that an absolute target names. */
export interface ModelTarget {
  readonly resourceName: string;
  readonly host: string | undefined;
  /** Whether the scheme of an absolute target has TLS below; a path does not show it. */
  readonly isSecure?: boolean;
}

/** @returns `undefined` where the target is neither a path nor an http, https, ws or wss URI. */
export function targetOf(target: string): ModelTarget | undefined {
  if (target.startsWith('/')) return { resourceName: target, host: undefined };
  const [scheme = '', rest] = target.split(/:\/\/(.*)/);
  if (rest === undefined || !['http', 'https', 'ws', 'wss'].includes(scheme.toLowerCase()))
    return undefined;
  const end = rest.search(/[/?]/);
  const host = end === -1 ? rest : rest.slice(0, end);
  const path = end === -1 ? '' : rest.slice(end);
  if (!isHostPort(host)) return undefined;
  const isSecure = ['https', 'wss'].includes(scheme.toLowerCase());
  return { resourceName: path.startsWith('/') ? path : `/${path}`, host, isSecure };
}

/** The same in lower case, without the default port of the scheme (RFC 9110 §4.2.3). */
export function withoutOwnPort(hostPort: string, isSecure: boolean): string {
  const [, host = '', port = ''] = /^(.*?)(?::([0-9]*))?$/s.exec(hostPort.toLowerCase())!;
  const isOwn = port === '' || Number(port) === (isSecure ? 443 : 80);
  return isOwn ? host : `${host}:${port}`;
}

/** unreserved / pct-encoded / sub-delims, the comma left out. */
function isName(text: string): boolean {
  const plain = text.replace(/%[0-9A-Fa-f]{2}/g, '_');
  return plain !== '' && /^[A-Za-z0-9\-._~!$&'()*+;=]*$/.test(plain);
}

/** Eight groups of 16 bits, the last two perhaps as IPv4; one run of them perhaps as "::". */
function isIpv6(text: string): boolean {
  const whole = text.replace(/[^:]+\.[^:]+$/, (ipv4) => (isIpv4(ipv4) ? '0:0' : ipv4));
  const sides = whole.split('::').map((side) => (side === '' ? [] : side.split(':')));
  const groups = sides.flat();
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  return sides.length === 1 ? groups.length === 8 : sides.length === 2 && groups.length <= 7;
}

function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return (
    octets.length === 4 &&
    octets.every((octet) => String(Number(octet)) === octet && Number(octet) < 256)
  );
}
