/**
 * Reads and checks the server's response, for a client (RFC 6455 §4.1): pure functions on heads from any
 * parser.
 *
 * @module
 */

import type { ExtensionOffer } from '../extensions/index.ts';
import {
  aBoolean,
  aNumber,
  aString,
  type Checks,
  checkKind,
  checkOptions,
  checkWhole,
  fromZero,
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

/** The result of reading a response. */
export type ResponseReading<Broken = Violation> =
  | {
      readonly kind: 'accepted';
      /** The subprotocol in use, one of the offered ones; `undefined` for none. */
      readonly subprotocol: string | undefined;
      /**
       * The extensions in use by name, in their order of processing; `activateExtensions` checks the
       * parameters.
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
      /** The versions that the server supports, as its response lists them; otherwise empty (RFC 6455 §4.4). */
      readonly supportedVersions: readonly number[];
    }
  | { readonly kind: 'violation'; readonly violation: Broken };

/** Options for reading a response. */
export interface ResponseOptions {
  /**
   * Whether a response without a subprotocol is a violation if subprotocols were offered, as in browsers.
   * By RFC 6455 the server may choose none. Default: false.
   */
  readonly requireSubprotocol?: boolean | undefined;
}

/**
 * Whether a response only precedes the final one: its status is 1xx but not 101, which is final here (RFC
 * 9110 §15.2).
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
 * Checks a final response.
 *
 * @param request - The request that the response answers, as it was sent.
 * @param offset - The offset for a violation: pass the offset of the head's last byte. Default: 0, for
 *   a head that is passed without its bytes.
 * @param hash - As for `acceptValue`.
 * @throws TypeError if the options or a head are not valid.
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
  checkKind('offset', offset, fromZero);
  return judgeResponse(response, request, options, offset, hash);
}

/** As `readResponse`, without checking the arguments. */
export function judgeResponse(
  response: ResponseHead,
  request: RequestHead,
  options: ResponseOptions,
  offset: number,
  hash?: Sha1,
): ResponseReading {
  const { status, httpVersion } = response;
  if (status !== 101) return rejectedBy(response);
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

/** The reading of a response that does not accept. */
export function rejectedBy({
  status,
  reason,
  fields,
}: Omit<ResponseHead, 'httpVersion'>): ResponseReading {
  const versions = listElements(fieldValues(fields, 'sec-websocket-version'));
  const supportedVersions = versions.filter(isVersion).map(Number);
  return { kind: 'rejected', status, reason, fields, supportedVersions };
}

/** Whether a text is a number from 0 to 255 without leading zeros (§4.3). */
function isVersion(text: string): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
}
