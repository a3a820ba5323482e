/**
 * The opening handshake (RFC 6455 §4): parses and writes heads of HTTP/1.1, makes and checks requests
 * and responses.
 *
 * @module
 */
export { type Acceptance, acceptRequest, writeAcceptance } from './accept-request.ts';
export { acceptValue, type Sha1 } from './accept-value.ts';
export { normalAuthority } from './authority.ts';
export type { BasicCredentials } from './basic-credentials.ts';
export { HeadParser, headParserChecks } from './checked-head-parser.ts';
export { askChecks, createRequest, type RequestOptions } from './create-request.ts';
export {
  acceptConnect,
  type ConnectOffer,
  type ConnectPolicy,
  type ConnectReading,
  createConnect,
  extendedConnect,
  readConnect,
  readConnectResponse,
  rejectConnect,
} from './extended-connect.ts';
export {
  type Field,
  type Fields,
  fieldList,
  fieldValue,
  fieldValues,
  type HeaderFields,
  listHas,
  pairFields,
  parseCookies,
  parseTokens,
} from './fields.ts';
export {
  type HandshakeOffer,
  type HandshakePolicy,
  type HandshakeRequest,
  type ProtocolVersion,
  type RequestReading,
  requestShape,
} from './handshake-offer.ts';
export type { RequestHead, ResponseHead } from './head.ts';
export {
  type HeadParserOptions,
  type HeadResult,
  type Heads,
  UncheckedHeadParser,
} from './head-parser.ts';
export { serializeHead, serializeRequest, serializeResponse } from './head-writer.ts';
export { hostToAscii } from './host-to-ascii.ts';
export { judgeRequest, policyChecks, readRequest } from './read-request.ts';
export {
  isInterim,
  judgeResponse,
  type ResponseOptions,
  type ResponseReading,
  readResponse,
  responseShape,
} from './read-response.ts';
export {
  type PlainResponse,
  type Rejection,
  type RejectionResponse,
  rejectionOf,
  rejectRequest,
  respondPlainly,
} from './reject-request.ts';
export { ResponseBody } from './response-body.ts';
export { assertSubprotocols, chooseSubprotocol } from './subprotocols.ts';
export {
  aUrl,
  hostFieldOf,
  parseWsUrl,
  type UrlLike,
  urlOf,
  urlTextOf,
  type WsUrl,
} from './ws-url.ts';
