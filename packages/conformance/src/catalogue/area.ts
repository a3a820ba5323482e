/**
 * The areas of the catalogue: the first two letters of an id.
 *
 * @module
 */

/** What the cases of an area are about, by its letters. */
export const areas: Readonly<Record<string, string>> = {
  CH: 'How bytes are cut',
  CL: 'Closing handshake',
  CS: 'Origins and hosts',
  CT: 'Control frames',
  EC: 'Negotiation of extensions, by a client',
  EX: 'Negotiation of extensions',
  FG: 'Fragments',
  FR: 'Reserved bits and opcodes',
  H2: 'WebSocket over HTTP/2 and HTTP/3',
  HC: 'Opening handshake of a client',
  HS: 'Opening handshake of a server',
  LG: 'Older versions',
  LN: 'Payload lengths',
  MK: 'Masking',
  PM: 'Compression (permessage-deflate)',
  PX: 'Proxies',
  RS: 'Resources and floods',
  SE: 'Frames that the testee sends',
  SZ: 'Sizes of messages, frames and writes',
  TC: 'The end of TCP',
  U8: 'UTF-8',
};

/** The area of a case, by its id. */
export function areaOf(id: string): string {
  return id.slice(0, 2);
}
