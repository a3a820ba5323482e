/**
 * The layers of core below a connection, composed as their user would without one: a decoder of frames, an assembler of
 * messages, a decoder of the payload of Close frames. Sends nothing.
 *
 * @module
 */

import { MessageAssembler } from 'sansocket/fragmentation';
import { ClosePayloadDecoder, FrameDecoder, isControl, Opcode, type Role } from 'sansocket/framing';
import { type ViolationId, violations } from 'sansocket/violations';
import { concat } from '../wire/index.ts';
import type { MakeSubject, Subject, SubjectLimits } from './subject.ts';
import type { SubjectEvent } from './subject-event.ts';

/** Makes subjects of the layers below a connection. */
export function frameLevelSubject(role: Role): MakeSubject {
  return (limits = {}) => {
    const { maxFrameBytes, maxMessageBytes, maxEmptyFragments } = limits;
    const frames = new FrameLevel(role, limits);
    return {
      role,
      limits: {
        ...(maxFrameBytes === undefined ? {} : { maxFrameBytes }),
        ...(maxMessageBytes === undefined ? {} : { maxMessageBytes }),
        ...(maxEmptyFragments === undefined ? {} : { maxEmptyFragments }),
      },
      receive: (chunk) => frames.receive(chunk),
      takeEvents: (take) => frames.takeEvents(take),
    } satisfies Subject;
  };
}

class FrameLevel {
  readonly #decoder: FrameDecoder;
  readonly #assembler = new MessageAssembler();
  #close = new ClosePayloadDecoder();
  /** The payload of a ping or a pong. */
  #control: Uint8Array[] = [];
  #events: SubjectEvent[] = [];
  /** Input after a violation or a Close frame is ignored. */
  #isOver = false;

  constructor(role: Role, limits: SubjectLimits) {
    const { maxFrameBytes, maxMessageBytes, maxEmptyFragments } = limits;
    this.#decoder = new FrameDecoder({ role, maxFrameBytes, maxMessageBytes, maxEmptyFragments });
  }

  receive(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#decoder.push(chunk);
    while (this.#takeStep());
  }

  takeEvents(take: (event: SubjectEvent) => void): void {
    const events = this.#events;
    this.#events = [];
    events.forEach(take);
  }

  /** @returns Whether another step may be possible without more input. */
  #takeStep(): boolean {
    const decoder = this.#decoder;
    switch (decoder.next()) {
      case 'need-input':
        return false;
      case 'violation':
        this.#fail(decoder.violation!.rule, decoder.violation!.offset);
        return false;
      case 'header':
        this.#begin();
        return true;
      case 'payload':
        this.#takePayload();
        return !this.#isOver;
      case 'end':
        this.#end();
        return !this.#isOver;
    }
  }

  #begin(): void {
    const { opcode } = this.#decoder;
    if (opcode === Opcode.text) this.#assembler.begin('text');
    if (opcode === Opcode.binary) this.#assembler.begin('binary');
  }

  #takePayload(): void {
    const { opcode, fin, payloadLeft, pieceBytes, pieceStart, pieceEnd, offset } = this.#decoder;
    const fail = (rule: ViolationId, index: number): void => {
      this.#fail(rule, offset - pieceEnd + index);
    };
    if (!isControl(opcode)) {
      const toCome = fin ? payloadLeft : Infinity;
      const index = this.#assembler.push(pieceBytes, pieceStart, pieceEnd, toCome);
      if (index !== -1) fail('text-not-utf8', index);
      return;
    }
    const piece = pieceBytes.slice(pieceStart, pieceEnd);
    this.#control.push(piece);
    const offence = opcode === Opcode.close ? this.#close.push(piece, payloadLeft) : undefined;
    if (offence !== undefined) fail(offence.rule, pieceStart + offence.index);
  }

  #end(): void {
    const { opcode, fin } = this.#decoder;
    if (isControl(opcode)) this.#endControl(opcode);
    else {
      this.#decoder.neededBytes = this.#assembler.neededBytes;
      const { kind } = this.#assembler;
      if (fin) this.#events.push({ type: 'message', kind, data: this.#assembler.take() });
    }
  }

  #endControl(opcode: Opcode): void {
    const payload = concat(...this.#control);
    this.#control = [];
    if (opcode === Opcode.close) {
      this.#events.push({ type: 'close-received', ...this.#close.end() });
      this.#close = new ClosePayloadDecoder();
      this.#isOver = true;
    } else {
      this.#events.push({ type: opcode === Opcode.ping ? 'ping' : 'pong', payload });
    }
  }

  #fail(rule: ViolationId, offset: number): void {
    const { closeCode } = violations[rule];
    this.#events.push({ type: 'violation', rule, closeCode, offset });
    this.#isOver = true;
  }
}
