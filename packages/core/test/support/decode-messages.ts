/**
 * Frames to messages with the decoder and the assembler alone: the layers below a connection, composed
 * as its user would without one.
 *
 * @module
 */

import {
  MessageAssembler,
  type MessageAssemblerOptions,
  type MessageKind,
} from 'sansocket/fragmentation';
import { FrameDecoder, isControl, Opcode, type Role } from 'sansocket/framing';
import type { ViolationId } from 'sansocket/violations';

/** A message or a part of one, a control frame by its opcode, or the rule broken and the offset. */
export type Decoded =
  | { readonly kind: MessageKind; readonly data: string | Uint8Array; readonly fin: boolean }
  | { readonly opcode: number }
  | { readonly rule: ViolationId; readonly offset: number };

export interface DecodeMessagesOptions extends MessageAssemblerOptions {
  readonly role?: Role;
}

export function decodeMessages(
  chunks: readonly Uint8Array[],
  options: DecodeMessagesOptions = {},
): Decoded[] {
  const { role, ...others } = options;
  const decoder = new FrameDecoder({ role });
  const assembler = new MessageAssembler(others);
  const decoded: Decoded[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let step = decoder.next(); step !== 'need-input'; step = decoder.next()) {
      const broken = decoder.violation ?? takeStep(step, decoder, assembler, decoded, options);
      if (broken === undefined) continue;
      return [...decoded, { rule: broken.rule, offset: broken.offset }];
    }
  }
  return decoded;
}

function takeStep(
  step: string,
  decoder: FrameDecoder,
  assembler: MessageAssembler,
  decoded: Decoded[],
  { mode }: DecodeMessagesOptions,
): { rule: ViolationId; offset: number } | undefined {
  const { opcode, fin, payloadLeft } = decoder;
  if (isControl(opcode)) {
    if (step === 'end') decoded.push({ opcode });
  } else if (step === 'header' && opcode !== Opcode.continuation) {
    assembler.begin(opcode === Opcode.text ? 'text' : 'binary');
  } else if (step === 'payload') {
    const toCome = fin ? payloadLeft : Infinity;
    const { pieceBytes, pieceStart, pieceEnd } = decoder;
    const offence = assembler.push(pieceBytes, pieceStart, pieceEnd, toCome);
    if (offence !== -1)
      return { rule: 'text-not-utf8', offset: decoder.offset - pieceEnd + offence };
    if (mode === 'parts' && toCome > 0) {
      decoded.push({ kind: assembler.kind, data: assembler.take(), fin: false });
    }
  } else if (step === 'end') {
    decoder.neededBytes = assembler.neededBytes;
    if (fin) decoded.push({ kind: assembler.kind, data: assembler.take(), fin });
  }
  return undefined;
}
