/**
 * Extensions: the interface to implement, the grammar of Sec-WebSocket-Extensions, negotiation (RFC
 * 6455 §9).
 *
 * @module
 */
export {
  activateExtensions,
  closeExtensions,
  type DecoderResult,
  type EncoderResult,
  type Extension,
  type ExtensionListReading,
  type ExtensionOffer,
  type ExtensionParameter,
  type ExtensionParameters,
  type ExtensionSession,
  joinOutput,
  type MessageDecoder,
  type MessageEncoder,
  type MessageHead,
  type MessageTransform,
  type NegotiatedExtension,
  negotiateExtensions,
  offerExtensions,
  parseExtensions,
  serializeExtensions,
  type TransformFault,
  type TransformOutput,
  type TransformResult,
} from '../extensions/index.ts';
