/**
 * Hixie-75, the handshake of Chrome 4 and 5 and of Safari 5.0.0: it does not prove that the server has read
 * the request.
 *
 * @module
 */

import type { Version } from 'sansocket/connection';
import { fieldValues, judgeResponse, type ResponseHead } from 'sansocket/handshake';
import { broken } from './broken.ts';
import { hixieFields, readRepeated } from './hixie-asking.ts';
import { hixieFrames } from './hixie-frames.ts';
import { acceptHixieRequest, readHixieRequest } from './hixie-request.ts';
import { UnsupportedError } from './unsupported-error.ts';

const version = 'hixie-75';
const prefix = '';
const reason = 'Web Socket Protocol Handshake';

/** The fields that a request of a later version has. */
const LATER = /^sec-websocket-(?:key[12]?|version|draft)$/i;

/** Draft 75 of February 2010. */
export const hixie75: Version = {
  name: version,
  frames: /* @__PURE__ */ hixieFrames(version),
  /** This version has no field of its own: its request has an origin, and no field of another version. */
  isAsked({ fields }) {
    return (
      fieldValues(fields, 'upgrade').join().toLowerCase() === 'websocket' &&
      fieldValues(fields, 'origin').length > 0 &&
      !fields.some(([name]) => LATER.test(name))
    );
  },
  assertSendable() {
    throw new UnsupportedError(version, 'close codes');
  },
  server: {
    read: (request, policy, offset) =>
      readHixieRequest(request, policy, offset, { version, prefix }),
    accept: (offer, acceptance, { secure = false }) =>
      acceptHixieRequest(offer, acceptance, { secure, reason, prefix }),
    goOn: (established) => ({ ...established, version: hixie75 }),
  },
  client: {
    create(url, options) {
      const { own, added, request } = hixieFields(url, options, { version, prefix });
      return { ...request, fields: [...own, ...added] };
    },
    read(response, request, options, offset) {
      if (response.status !== 101) return judgeResponse(response, request, options, offset);
      if (response.httpVersion !== '1.1' || response.reason !== reason) {
        const detail = `Status line has a reason of ${response.reason.length} characters`;
        return { kind: 'violation', violation: broken('answer-status-line-wrong', offset, detail) };
      }
      if (!beginsRight(response)) {
        const detail = 'The first two fields are others';
        return { kind: 'violation', violation: broken('answer-upgrade-not-first', offset, detail) };
      }
      return readRepeated(response, request, { prefix, offset });
    },
    goOn: (established) => ({ ...established, version: hixie75 }),
  },
};

function beginsRight({ fields }: ResponseHead): boolean {
  const first = fields.slice(0, 2).map(([name, value]) => `${name}: ${value}`);
  return first.join('\n') === 'Upgrade: WebSocket\nConnection: Upgrade';
}
