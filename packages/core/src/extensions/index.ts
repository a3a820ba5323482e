/**
 * Extensions: the interface to implement, the grammar of Sec-WebSocket-Extensions, negotiation (RFC
 * 6455 §9).
 *
 * @module
 */
export type {
  DecoderResult,
  EncoderResult,
  Extension,
  ExtensionOffer,
  ExtensionParameter,
  ExtensionParameters,
  ExtensionSession,
  MessageDecoder,
  MessageEncoder,
  MessageHead,
  MessageTransform,
  NegotiatedExtension,
  TransformFault,
  TransformOutput,
  TransformResult,
} from './extension.ts';
export {
  areOffers,
  type ExtensionListReading,
  parseExtensions,
  serializeExtensions,
} from './extension-list.ts';
export {
  activateExtensions,
  closeExtensions,
  type ExtensionActivation,
  negotiateExtensions,
  offerExtensions,
  reservedBitsOf,
} from './negotiation.ts';
export { endOfToken, isToken, isTokenCode } from './token.ts';
export { decoderChain, encoderChain, joinOutput, TransformChain } from './transform-chain.ts';
