/**
 * Hixie-76, also named hybi-00: the handshake of Chrome 6 to 13, Safari 5.0.1 to 5.1 and Opera 11, with two keys
 * in fields, a third key after the head, and an answer of 16 bytes.
 *
 * @module
 */

import type { Established, OpeningStep, Version, VersionRequest } from 'sansocket/connection';
import {
  type Fields,
  fieldValues,
  type HandshakeRequest,
  judgeResponse,
  type ResponseHead,
} from 'sansocket/handshake';
import { defaultFillRandom } from 'sansocket/masking';
import { aBoolean, type Checks, checkOptions } from 'sansocket/options';
import { broken, type Refusal, refuse, refuseAsNow } from './broken.ts';
import { answerOf, KEY3_LENGTH, readChallengeKey } from './challenge.ts';
import { createChallengeKeys } from './challenge-keys.ts';
import { ClientTrailer } from './client-trailer.ts';
import { hixieFields, readRepeated } from './hixie-asking.ts';
import { hixieFrames } from './hixie-frames.ts';
import type { Prefix } from './hixie-names.ts';
import { acceptHixieRequest, readHixieRequest } from './hixie-request.ts';
import { ServerTrailer } from './server-trailer.ts';
import { UnsupportedError } from './unsupported-error.ts';

const version = 'hixie-76';
const prefix = 'Sec-';
const reason = 'WebSocket Protocol Handshake';

/** Deviations from hybi-00 that a client accepts: some servers of the time send such answers. */
export interface Hixie76Leniency {
  /** Accept `WebSocket-Origin`, `WebSocket-Location` and `WebSocket-Protocol` without `Sec-`. Default: false. */
  readonly unprefixedFields?: boolean | undefined;
  /** Accept `Upgrade: websocket` in upper and lower case. Default: false. */
  readonly anyCase?: boolean | undefined;
  /**
   * Accept an answer without the requested subprotocol; the connection then uses no subprotocol. The option
   * `requireSubprotocol` takes precedence. Default: false.
   */
  readonly missingSubprotocol?: boolean | undefined;
}

export const leniencyChecks: Checks<Hixie76Leniency> = {
  unprefixedFields: aBoolean,
  anyCase: aBoolean,
  missingSubprotocol: aBoolean,
};

/** Draft 76 of May 2010, and draft 00 of the working group. */
export const hixie76: Version = /* @__PURE__ */ lenientHixie76({});

/** Makes a hixie-76 with a more tolerant client; the server's side is the same as in `hixie76`. */
export function lenientHixie76(leniency: Hixie76Leniency): Version {
  checkOptions(leniency, leniencyChecks, 'leniency');
  const self: Version = {
    name: version,
    frames: hixieFrames(version),
    isAsked,
    assertSendable() {
      throw new UnsupportedError(version, 'close codes');
    },
    server: {
      read(request, policy, offset) {
        const ignored = lengthOfKey3(request.fields);
        const options = { version, prefix, ignored } as const;
        const reading = readHixieRequest(request, policy, offset, options);
        return reading.ok ? (refuseKeys(request.fields, offset) ?? reading) : reading;
      },
      accept: (offer, acceptance, { secure = false }) =>
        acceptHixieRequest(offer, acceptance, { secure, reason, prefix }),
      goOn: (established) => waitForKey3({ ...established, version: self }),
    },
    client: {
      create(url, options) {
        const { own, added, request } = hixieFields(url, options, { version, prefix });
        const keys = createChallengeKeys(options.fillRandom ?? defaultFillRandom);
        const lines: readonly Fields[] = [
          ...own.map((field) => [field]),
          [['Sec-WebSocket-Key1', keys.key1]],
          [['Sec-WebSocket-Key2', keys.key2]],
          added,
        ];
        return { ...request, fields: keys.shuffle(lines).flat(), trailer: keys.key3 };
      },
      read(response, request, options, offset) {
        if (response.status !== 101) return judgeResponse(response, request, options, offset);
        if (!upgrades(response, leniency.anyCase === true)) {
          const detail = 'Field upgrade or connection is another, or repeated';
          return { kind: 'violation', violation: broken('answer-upgrade-wrong', offset, detail) };
        }
        const names = leniency.unprefixedFields === true ? prefixIn(response.fields) : prefix;
        const mayLack = leniency.missingSubprotocol === true && options.requireSubprotocol !== true;
        return readRepeated(response, request, { prefix: names, offset, mayLack });
      },
      goOn: (established, request) => waitForAnswer({ ...established, version: self }, request),
    },
  };
  return self;
}

/** Drafts 1, 2 and 3 differ in the value of Sec-WebSocket-Draft only, and have other frames. */
function isAsked({ fields }: HandshakeRequest): boolean {
  const has = (name: string): boolean => fieldValues(fields, name).length > 0;
  return (
    (has('sec-websocket-key1') || has('sec-websocket-key2')) &&
    !has('sec-websocket-key') &&
    !has('sec-websocket-version') &&
    fieldValues(fields, 'sec-websocket-draft').every((draft) => draft === '0')
  );
}

/** Some clients announce the third key as a body: a single Content-Length with the value `8` is ignored. */
function lengthOfKey3(fields: Fields): string | undefined {
  const lengths = fieldValues(fields, 'content-length');
  return lengths.length === 1 && lengths[0] === `${KEY3_LENGTH}` ? 'content-length' : undefined;
}

function refuseKeys(fields: Fields, offset: number): Refusal | undefined {
  for (const name of ['sec-websocket-key1', 'sec-websocket-key2']) {
    const [key, second] = fieldValues(fields, name);
    if (key === undefined)
      return refuse('challenge-key-missing', offset, `Field ${name} is missing`);
    if (second !== undefined) {
      return refuseAsNow('field-repeated', offset, `Field ${name} appears twice`);
    }
    const reading = readChallengeKey(key);
    if (reading.ok) continue;
    const [digits, spaces] = [/\D/g, /[^ ]/g].map((others) => key.replace(others, '').length);
    return refuse(reading.rule, offset, `Field ${name} has ${digits} digits and ${spaces} spaces`);
  }
  return undefined;
}

/** The parts of the challenge from keys that have been checked, or that this client has made. */
function partsIn(fields: Fields): readonly [number, number] {
  const part = (name: string): number => {
    const reading = readChallengeKey(fieldValues(fields, name).join());
    return reading.ok ? reading.part : 0;
  };
  return [part('sec-websocket-key1'), part('sec-websocket-key2')];
}

function waitForKey3(established: Established): OpeningStep {
  const { bytes, rest, event } = established;
  const parts = partsIn(event.fields);
  const opening = new ServerTrailer(established, (key3) => answerOf(parts, key3));
  return { kind: 'continued', opening, rest, ...(bytes && { bytes }) };
}

function waitForAnswer(established: Established, request: VersionRequest): OpeningStep {
  const { fields, trailer = new Uint8Array(8) } = request;
  const opening = new ClientTrailer(established, answerOf(partsIn(fields), trailer));
  return { kind: 'continued', opening, rest: established.rest };
}

function upgrades({ fields }: ResponseHead, anyCase: boolean): boolean {
  const upgrade = fieldValues(fields, 'upgrade').join();
  const isRight = anyCase ? upgrade.toLowerCase() === 'websocket' : upgrade === 'WebSocket';
  return isRight && fieldValues(fields, 'connection').join().toLowerCase() === 'upgrade';
}

function prefixIn(fields: Fields): Prefix {
  return fields.some(([name]) => /^sec-websocket-(?:origin|location)$/i.test(name)) ? prefix : '';
}
