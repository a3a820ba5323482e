/**
 * The decoder, the assembler and the text decoder of a receiver, made from the options of its connection.
 *
 * @module
 */

import { type NegotiatedExtension, reservedBitsOf } from '../extensions/index.ts';
import { UncheckedMessageAssembler } from '../fragmentation/index.ts';
import { type Role, TextRun, UncheckedFrameDecoder } from '../framing/index.ts';
import type { ConnectionOptions, Limits } from './options.ts';
import type { Dialect } from './version-frames.ts';

/** Makes the frame decoder of a receiver. */
export function decoderFor(
  role: Role,
  options: ConnectionOptions,
  limits: Limits,
  extensions: readonly NegotiatedExtension[],
  dialect: Dialect | undefined,
): UncheckedFrameDecoder {
  return new UncheckedFrameDecoder({
    role,
    reservedBits: reservedBitsOf(extensions),
    maxFrameBytes: limits.maxFrameBytes,
    maxMessageBytes: limits.maxMessageBytes,
    maxEmptyFragments: limits.maxEmptyFragments,
    inPlace: options.inPlace === true || options.copy === true,
    rules: dialect?.rules,
    masker: options.capabilities?.mask,
    allocate: options.capabilities?.allocate,
  });
}

/** Makes the message assembler of a receiver. */
export function assemblerFor({
  messages,
  text,
  memory,
  capabilities,
}: ConnectionOptions): UncheckedMessageAssembler {
  return new UncheckedMessageAssembler({
    mode: messages,
    text,
    memory,
    decodeText: capabilities?.decodeText,
    allocate: capabilities?.allocate,
  });
}

/** @returns `undefined` when text is delivered as bytes. */
export function textsFor({ text, memory, capabilities }: ConnectionOptions): TextRun | undefined {
  return text === 'bytes' ? undefined : new TextRun(memory?.scratch, capabilities);
}
