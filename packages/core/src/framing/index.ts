/** Frames: opcodes, headers, the decoder and the encoder, close codes (RFC 6455 §5, §7.4). @module */

export { FrameDecoder, frameDecoderChecks } from './checked-frame-decoder.ts';
export { assertSendable, CloseCode, isCloseCode } from './close-code.ts';
export {
  type ClosePayload,
  ClosePayloadDecoder,
  fitCloseReason,
  MAX_REASON_LENGTH,
  serializeClosePayload,
} from './close-payload.ts';
export { type FrameDecoderOptions, UncheckedFrameDecoder } from './frame-decoder.ts';
export {
  FrameEncoder,
  type FrameEncoderOptions,
  type OutgoingHeader,
} from './frame-encoder.ts';
export {
  FIN,
  type FrameHeader,
  lengthOfHeader,
  MAX_CONTROL_PAYLOAD,
  MAX_HEADER_LENGTH,
  RESERVED_BITS,
  RSV1,
  RSV2,
  RSV3,
  unmaskedHeader,
  writeHeader,
} from './frame-header.ts';
export type { FrameStep } from './frame-step.ts';
export { FrameWriter, type FrameWriterOptions } from './frame-writer.ts';
export { HeaderDecoder } from './header-decoder.ts';
export {
  aRole,
  type FrameRules,
  HeaderRules,
  type HeaderRulesOptions,
  type JudgedHeaders,
  type TolerableRule,
} from './header-rules.ts';
export { isControl, Opcode } from './opcode.ts';
export type { Role } from './role.ts';
export { Scratch } from './scratch.ts';
export { type TextDecoders, TextRun } from './text-run.ts';
export type { FrameTarget } from './unchecked-frame-encoder.ts';
