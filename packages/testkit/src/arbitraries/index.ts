/**
 * What a property of WebSocket is fed with (RFC 6455). Each arbitrary says what it yields and what it
 * shrinks to.
 *
 * @module
 */

export { type Chunking, chunked, chunking, cutIntoChunks } from './chunking.ts';
export { type CloseBody, closeBody, closePayload } from './close-body.ts';
export { closeCode, illegalCloseCode } from './close-code.ts';
export {
  type CompressiblePiece,
  type CompressiblePlan,
  compressibleMessages,
  compressiblePlans,
} from './compressible.ts';
export {
  type DeflateMessagePlan,
  type DeflateOptions,
  type DeflateSample,
  deflateBlocks,
  deflateMessagePlan,
  deflateMessages,
  deflateSamples,
} from './deflate-blocks.ts';
export { type DefectiveDeflate, type DeflateDefect, deflateDefect } from './deflate-defect.ts';
export { extensionAnswer } from './extension-answer.ts';
export { deflateOffer, extensionOffer, illegalDeflateOffer } from './extension-offer.ts';
export { type ExtensionSpelling, extensionSpelling, spellExtension } from './extension-spelling.ts';
export { fragmentation } from './fragmentation.ts';
export {
  closeFrame,
  controlFrame,
  dataFrame,
  type FrameOptions,
  frame,
  pingOrPong,
  reservedBits,
} from './frame.ts';
export type { DefectLimits } from './frame-defect.ts';
export { handshakeKey, SAMPLE_KEY } from './handshake-key.ts';
export { handshakeRefusal, type Refusal } from './handshake-refusal.ts';
export { handshakeRequest, type RequestSample } from './handshake-request.ts';
export {
  type AnsweredRequest,
  handshakeResponse,
  type ResponseSample,
  responseBytes,
} from './handshake-response.ts';
export { type HeadLimits, headBeyondLimits } from './head-beyond-limits.ts';
export type { DefectiveHead } from './head-defect.ts';
export { HIXIE_EXAMPLES, hixieFrames } from './hixie-frames.ts';
export {
  type HostileSession,
  type HostileSessionOptions,
  hostileBytes,
  hostileSession,
} from './hostile-session.ts';
export { type IllegalExtensionAnswer, illegalExtensionAnswer } from './illegal-extension-answer.ts';
export { type IntegerNearOptions, integerNear } from './integer-near.ts';
export { interleaving, type Seen, type SessionStep } from './interleaving.ts';
export { type InvalidUtf8, invalidUtf8, type Utf8Defect } from './invalid-utf8.ts';
export { declaredLength, lengthForm } from './length-form.ts';
export { maskingKey } from './masking-key.ts';
export { type Message, type MessageOptions, message, messageBytes } from './message.ts';
export { CHALLENGES, type HeadEdits, headEdits, hixieRequest } from './older-opening.ts';
export { type LengthOptions, type PayloadOptions, payload, payloadLength } from './payload.ts';
export { requestDefect } from './request-defect.ts';
export { responseDefect } from './response-defect.ts';
export {
  type Session,
  type SessionOptions,
  session,
  sessionBytes,
  sessionFrames,
} from './session.ts';
export { subprotocolOffer } from './subprotocol-offer.ts';
export { token } from './token.ts';
export { codePoint, type TextOptions, utf8Text } from './utf8-text.ts';
