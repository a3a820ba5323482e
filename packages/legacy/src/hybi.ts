/**
 * HyBi-7 and HyBi-8: the drafts 07 and 08 to 12 of RFC 6455, in the browsers of 2011 (MozWebSocket of
 * Firefox 6 to 10, Chrome 14 and 15).
 *
 * The handshake and the frames are those of RFC 6455, so its functions are used. The differences are:
 *
 *     Sec-WebSocket-Version   7 or 8
 *     Sec-WebSocket-Origin    instead of Origin, up to draft 10; drafts 11 and 12 have Origin again
 *     payload length          in any of its three forms, not only the shortest
 *     close code 1004         the message is too long: 1009 in RFC 6455
 *
 * @module
 */

import type { Dialect, Version } from 'sansocket/connection';
import { offerExtensions } from 'sansocket/extensions';
import { assertSendable, CloseCode, isCloseCode } from 'sansocket/framing';
import {
  acceptRequest,
  createRequest,
  type Field,
  fieldValues,
  type HandshakeRequest,
  judgeRequest,
  judgeResponse,
} from 'sansocket/handshake';
import { defaultFillRandom } from 'sansocket/masking';
import { HybiHeaderRules } from './hybi-header-rules.ts';

/** The close code that these drafts have instead of 1009 (hybi-07 §7.4.1). */
const FRAME_TOO_LARGE = 1004;

const dialect: Dialect = {
  rules: (options) => new HybiHeaderRules(options),
  isCloseCode: (code) => code === FRAME_TOO_LARGE || isCloseCode(code),
  violation(event) {
    return event.closeCode === CloseCode.messageTooBig
      ? { ...event, closeCode: FRAME_TOO_LARGE }
      : event;
  },
};

/** Sec-WebSocket-Version 8: drafts 08 to 12. */
export const hybi8: Version = /* @__PURE__ */ hybi(8);

/** Sec-WebSocket-Version 7: draft 07. */
export const hybi7: Version = /* @__PURE__ */ hybi(7);

function hybi(name: 7 | 8): Version {
  const version: Version = {
    name,
    dialect,
    isAsked: ({ fields }) => fieldValues(fields, 'sec-websocket-version').join() === `${name}`,
    assertSendable(code, role) {
      if (code !== FRAME_TOO_LARGE) assertSendable(code, role);
    },
    server: {
      read(request, policy, offset) {
        const reading = judgeRequest(asRfc6455(request), policy, offset);
        if (!reading.ok) return reading;
        const { fields } = request;
        return { ok: true, offer: { ...reading.offer, version: name, fields } };
      },
      accept: acceptRequest,
      goOn: (established) => ({ ...established, version }),
    },
    client: {
      create(url, options) {
        const key = new Uint8Array(16);
        (options.fillRandom ?? defaultFillRandom)(key);
        const extensions = offerExtensions(options.extensions ?? []);
        const { subprotocols, headers, origin, credentials } = options;
        const asked = { subprotocols, headers, origin, credentials, key, extensions };
        const request = createRequest(url, asked);
        return { ...request, fields: request.fields.map((field) => asDraft(field, name)) };
      },
      read: judgeResponse,
      goOn: (established) => ({ ...established, version }),
    },
  };
  return version;
}

/** Makes the same request with the fields of RFC 6455. */
function asRfc6455(request: HandshakeRequest): HandshakeRequest {
  const hasOld = fieldValues(request.fields, 'sec-websocket-origin').length > 0;
  const fields = request.fields.flatMap((field): Field[] => {
    const [name, value] = field;
    switch (name.toLowerCase()) {
      case 'sec-websocket-version':
        return [[name, '13']];
      case 'sec-websocket-origin':
        return [['Origin', value]];
      case 'origin':
        return hasOld ? [] : [field];
      default:
        return [field];
    }
  });
  return { ...request, fields };
}

function asDraft(field: Field, version: number): Field {
  const [name, value] = field;
  if (name === 'Sec-WebSocket-Version') return [name, `${version}`];
  return name === 'Origin' ? ['Sec-WebSocket-Origin', value] : field;
}
