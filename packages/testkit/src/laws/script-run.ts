/**
 * Runs a script on a subject.
 *
 * @module
 */

import type { Step } from './steps.ts';
import type { Subject } from './subject.ts';
import { Tracer } from './trace.ts';

/** Does steps, one after the other. The script is the subject's only application. */
export class ScriptRun {
  readonly subject: Subject;
  readonly tracer: Tracer;
  /** The application's calls that were refused, in order. */
  readonly refusals: string[] = [];
  /** Milliseconds that have passed. */
  elapsed = 0;
  /** The kinds of steps done. */
  readonly performed: Set<string> = new Set<string>();
  readonly #stream: Uint8Array;
  #received = 0;
  /** Bytes that have left. */
  #left = 0;

  /** @param stream - The peer's bytes, from the first on. */
  constructor(subject: Subject, stream: Uint8Array) {
    this.subject = subject;
    this.tracer = new Tracer(subject, () => {});
    this.#stream = stream;
  }

  /**
   * Does a step.
   *
   * @throws The error that the subject throws, unless it is a refusal.
   */
  perform(step: Step): void {
    this.performed.add(step.type);
    if (step.type === 'receive') this.#receive(step.size);
    else if (step.type === 'wait') this.#wait(step.ms);
    else if (step.type === 'credit') this.#credit();
    else if (step.type === 'sent') this.#sent(step.bytes);
    else if (step.type === 'receiveEnd') this.subject.receiveEnd?.();
    else if (step.type === 'receiveError') this.subject.receiveError?.();
    else this.#ask(step);
  }

  /** Does every step and takes everything after each. */
  performAll(steps: readonly Step[]): this {
    for (const step of steps) {
      this.perform(step);
      this.tracer.takeAll();
    }
    return this;
  }

  /** The bytes that the peer has sent so far. */
  get received(): Uint8Array {
    return this.#stream.subarray(0, this.#received);
  }

  /** Everything visible from outside. */
  seen(): Readonly<Record<string, unknown>> {
    const next = this.subject.nextTimeout?.();
    return {
      ...this.tracer.trace,
      refusals: this.refusals,
      state: this.subject.state?.(),
      timeoutAt: next === undefined ? undefined : this.elapsed + next,
    };
  }

  #receive(size: number): void {
    const chunk = this.#stream.slice(this.#received, this.#received + size);
    this.#received += chunk.length;
    this.subject.receive(chunk);
  }

  #wait(ms: number): void {
    this.elapsed += ms;
    this.subject.wait?.(ms);
  }

  #credit(): void {
    this.tracer.takeOutput();
    this.#left = this.tracer.taken;
    this.subject.credit?.();
  }

  #sent(bytes: number): void {
    const leaving = Math.min(bytes, this.tracer.taken - this.#left);
    this.#left += leaving;
    this.subject.sent?.(leaving);
  }

  #ask(step: Step): void {
    try {
      this.#apply(step);
    } catch (error) {
      if (this.subject.isRefusal?.(error) === false) throw error;
      this.refusals.push(String(error));
    }
  }

  #apply(step: Step): void {
    const { subject } = this;
    if (step.type === 'send') subject.send?.(step.data);
    else if (step.type === 'sendPart') subject.sendPart?.(step.data, step.fin);
    else if (step.type === 'sendTextPart') subject.sendTextPart?.(step.utf8, step.fin);
    else if (step.type === 'ping') subject.ping?.(step.payload);
    else if (step.type === 'close') subject.close?.(step.code, step.reason);
    else if (step.type === 'fail') subject.fail?.(step.code, step.reason);
    else if (isPlain(step)) subject[step.type]?.();
  }
}

const PLAIN = ['accept', 'reject', 'pong', 'pause', 'resume'] as const;

function isPlain(step: Step): step is { readonly type: (typeof PLAIN)[number] } {
  return PLAIN.some((type) => type === step.type);
}
