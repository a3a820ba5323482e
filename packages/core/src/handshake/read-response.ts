/**
 * The client's reading of the server's answer (RFC 6455 §4.1): pure, on heads that anybody may have
 * parsed.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import {
  aBoolean,
  aNumber,
  aString,
  type Checks,
  checkOptions,
  checkWhole,
  pairs,
  type Shape,
} from '../options/index.ts';
import type { Violation } from '../violations/index.ts';
import type { Sha1 } from './accept-value.ts';
import { measureOf } from './field-rule.ts';
import { extensionsIn, type Fields, fieldValues, listElements } from './fields.ts';
import { requestShape } from './handshake-offer.ts';
import type { RequestHead, ResponseHead } from './head.ts';
import { responseRules } from './response-rules.ts';

/** What a response says. */
export type ResponseReading<Broken = Violation> =
  | {
      readonly kind: 'accepted';
      /** The subprotocol in use, one of those offered. */
      readonly subprotocol: string | undefined;
      /**
       * The extensions in use by name, in their order of processing; `activateExtensions` judges
       * the parameters.
       */
      readonly extensions: readonly ExtensionOffer[];
      readonly fields: Fields;
    }
  | {
      /** An HTTP response other than 101: authentication, redirection, an error. */
      readonly kind: 'rejected';
      readonly status: number;
      readonly reason: string;
      readonly fields: Fields;
      /** The versions that the server speaks, where it says so (RFC 6455 §4.4). */
      readonly supportedVersions: readonly number[];
    }
  | { readonly kind: 'violation'; readonly violation: Broken };

/** How to read a response. */
export interface ResponseOptions {
  /**
   * Whether an answer without a subprotocol is a violation when some were offered, as in browsers.
   * RFC 6455 leaves the server free to choose none. Default: false.
   */
  readonly requireSubprotocol?: boolean | undefined;
}

/**
 * Whether a response only comes ahead of the final one: 1xx, but 101 is final for us (RFC 9110
 * §15.2).
 */
export function isInterim({ status }: ResponseHead): boolean {
  return status >= 100 && status < 200 && status !== 101;
}

const { index } = responseRules;
const PROTOCOL = index.placeOf('sec-websocket-protocol');
const EXTENSIONS = index.placeOf('sec-websocket-extensions');

export const responseChecks: Checks<ResponseOptions> = { requireSubprotocol: aBoolean };

export const responseShape: Shape<ResponseHead> = {
  status: aNumber,
  reason: aString,
  httpVersion: aString,
  fields: pairs,
};

/**
 * Judges a final response.
 *
 * @param request - The request that it answers, as it was sent.
 * @param offset - The offset that a violation carries: that of the head's last byte. Default: 0,
 *   for a head that came without its bytes.
 * @param hash - As for `acceptValue`.
 * @throws TypeError when the options have something else, or a head is none.
 */
export function readResponse(
  response: ResponseHead,
  request: RequestHead,
  options: ResponseOptions = {},
  offset = 0,
  hash?: Sha1,
): ResponseReading {
  checkWhole(response, responseShape, 'response');
  checkWhole(request, requestShape, 'request');
  checkOptions(options, responseChecks);
  return judgeResponse(response, request, options, offset, hash);
}

/** As `readResponse`, of heads and options that have been checked. */
export function judgeResponse(
  response: ResponseHead,
  request: RequestHead,
  options: ResponseOptions,
  offset: number,
  hash?: Sha1,
): ResponseReading {
  const { status, reason, httpVersion } = response;
  if (status !== 101) {
    const { fields } = response;
    const versions = listElements(fieldValues(fields, 'sec-websocket-version'));
    const supportedVersions = versions.filter(isVersion).map(Number);
    return { kind: 'rejected', status, reason, fields, supportedVersions };
  }
  const firstLine = () => `version ${measureOf(httpVersion)}, status ${status}`;
  const values = index.read(response.fields);
  const { requireSubprotocol = false } = options;
  const context = { response, request, requireSubprotocol, hash };
  const violation = responseRules.firstBroken(values, context, { firstLine, offset });
  if (violation !== undefined) return { kind: 'violation', violation };
  return {
    kind: 'accepted',
    subprotocol: values[PROTOCOL]![0],
    extensions: extensionsIn(values[EXTENSIONS]!),
    fields: response.fields,
  };
}

/** A number from 0 to 255 without leading zeros (§4.3). */
function isVersion(text: string): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
}
