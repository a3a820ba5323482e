/**
 * The server's side of the opening handshake (RFC 6455 §4.2): reads the request, waits for the
 * application, and keeps the bytes after the head meanwhile.
 *
 * @module
 */

import { ByteQueue } from '../bytes/index.ts';
import {
  closeExtensions,
  type Extension,
  negotiateExtensions,
  serializeExtensions,
} from '../extensions/index.ts';
import {
  chooseSubprotocol,
  fieldValues,
  type HandshakeOffer,
  type HandshakePolicy,
  type HandshakeRequest,
  type HeaderFields,
  judgeRequest,
  listHas,
  type PlainResponse,
  type Rejection,
  type RejectionResponse,
  rejectionOf,
  rejectRequest,
  respondPlainly,
  serializeResponse,
  UncheckedHeadParser,
  writeAcceptance,
} from '../handshake/index.ts';
import { type Checks, headerFields } from '../options/index.ts';
import { requestAnswers, StateError, type Violation } from '../violations/index.ts';
import type { HandshakeRequestEvent } from './events.ts';
import { needStack } from './need-stack.ts';
import { brokenOff, type Opening, type OpeningStep } from './opening.ts';
import { extensions } from './option-checks.ts';
import type { Capabilities, Limits } from './options.ts';
import type { OutputQueue } from './output-queue.ts';
import type { Version } from './version.ts';

const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Options for accepting a request. */
export interface AcceptOptions {
  /** An offered subprotocol; `null` for none. Default: the client's first that is in the option `subprotocols`. */
  readonly subprotocol?: string | null | undefined;
  /** Extensions to negotiate with the client's offers. Default: the connection's. */
  readonly extensions?: readonly Extension[] | undefined;
  /** Fields to add to the response, such as Set-Cookie. Default: none. */
  readonly headers?: HeaderFields | undefined;
}

export const acceptChecks: Checks<AcceptOptions> = {
  subprotocol: 'a string or null',
  extensions,
  headers: headerFields,
};

/** The options of a server that concern the opening handshake. */
export interface ServerOpeningOptions extends HandshakePolicy {
  readonly versions?: readonly Version[] | undefined;
  readonly subprotocols?: readonly string[] | undefined;
  readonly extensions?: readonly Extension[] | undefined;
  readonly capabilities?: Capabilities | undefined;
  readonly answerPlain?: AnswerPlain | undefined;
}

/**
 * Answers a request that does not ask for WebSocket, such as the health check of a load balancer. `undefined`: it is
 * refused as without this function.
 */
export type AnswerPlain = (request: HandshakeRequest) => PlainResponse | undefined;

/** The opening handshake of a server, from the first byte to the answer. */
export class ServerOpening implements Opening {
  readonly #options: ServerOpeningOptions;
  readonly #limits: Limits;
  /** Set until the head is complete. */
  #parser: UncheckedHeadParser<'request'> | undefined;
  /** Set while the application decides. */
  #offer: HandshakeOffer | undefined;
  /** The version that the client asks for, unless it is RFC 6455. */
  #version: Version | undefined;
  /** Bytes that were received before the answer. */
  #early: ByteQueue | undefined;
  #offset = 0;

  constructor(options: ServerOpeningOptions, limits: Limits) {
    this.#options = options;
    this.#limits = limits;
    this.#parser = new UncheckedHeadParser({
      head: 'request',
      maxBytes: limits.maxHandshakeBytes,
      maxFields: limits.maxHandshakeFields,
      maxLineBytes: limits.maxHandshakeLineBytes,
    });
  }

  get wantsInput(): boolean {
    return this.#parser !== undefined;
  }

  receive(chunk: Uint8Array): OpeningStep | undefined {
    if (this.#parser === undefined) {
      this.#keep(chunk, 0);
      return undefined;
    }
    const result = this.#parser.push(chunk);
    switch (result.kind) {
      case 'need-more':
        return undefined;
      case 'violation':
        return refused(result.violation);
      case 'done':
        this.#offset = result.length;
        this.#keep(chunk, result.rest);
        return this.read(result.head);
    }
  }

  /** Judges a request, which core or another HTTP server has parsed. */
  read(request: HandshakeRequest): OpeningStep {
    this.#parser = undefined;
    this.#version = this.#options.versions?.find((version) => version.isAsked(request));
    const { answerPlain } = this.#options;
    if (answerPlain !== undefined && this.#version === undefined) {
      const upgrades = fieldValues(request.fields, 'upgrade');
      const response = listHas(upgrades, 'websocket') ? undefined : answerPlain(request);
      if (response !== undefined) {
        const bytes = bytesOf(respondPlainly(response, request.method));
        return { kind: 'over', endedBy: 'local', bytes };
      }
    }
    const read = this.#version?.server.read ?? judgeRequest;
    const offset = Math.max(this.#offset - 1, 0);
    const reading = read(request, this.#options, offset);
    if (!reading.ok)
      return brokenOff(reading.violation, requestAnswers, responseBytes(reading.response));
    this.#offer = reading.offer;
    return { kind: 'request', event: requestEvent(reading.offer) };
  }

  overflow(): OpeningStep | undefined {
    const { maxEarlyBytes } = this.#limits;
    if ((this.#early?.length ?? 0) <= maxEarlyBytes) return undefined;
    const offset = this.#offset + maxEarlyBytes;
    const detail = `More than ${maxEarlyBytes} bytes came before the answer to the handshake request`;
    return refused({ rule: 'too-many-early-bytes', offset, detail });
  }

  end(): undefined {
    return undefined;
  }

  giveUp(status: number = this.#parser === undefined ? 503 : 408): Uint8Array {
    return responseBytes({ status });
  }

  /** @param output - The queue for the response. */
  accept(options: AcceptOptions, output: OutputQueue): OpeningStep {
    const offer = this.#pending('accept');
    const extensions = negotiateExtensions(
      offer.extensions,
      options.extensions ?? this.#options.extensions ?? [],
    );
    try {
      const known = this.#options.subprotocols;
      const subprotocol = chooseSubprotocol(offer.subprotocols, known, options.subprotocol);
      const { headers } = options;
      const early = this.#early;
      const server = this.#version?.server;
      const chosen = { subprotocol, extensions, headers };
      const field = serializeExtensions(extensions);
      if (server) output.append(serializeResponse(server.accept(offer, chosen, this.#options)));
      else writeAcceptance(offer, chosen, output, this.#options.capabilities?.sha1);
      const event = { type: 'open', subprotocol, extensions: field, fields: offer.fields } as const;
      const established = {
        kind: 'established',
        event,
        extensions,
        offset: this.#offset,
        rest: early?.bytes.subarray(0, early.length) ?? NOTHING,
      } as const;
      const step = server?.goOn(established) ?? established;
      needStack();
      this.#offer = undefined;
      this.#early = undefined;
      return step;
    } catch (error) {
      closeExtensions(extensions);
      throw error;
    }
  }

  #keep(chunk: Uint8Array, start: number): void {
    if (start < chunk.length) (this.#early ??= new ByteQueue()).append(chunk, start);
  }

  /** @param output - The queue for the response. */
  reject(rejection: Rejection, output: OutputQueue): OpeningStep {
    this.#pending('reject');
    output.append(responseBytes(rejection));
    needStack();
    this.#offer = undefined;
    return { kind: 'over', endedBy: 'local' };
  }

  #pending(what: string): HandshakeOffer {
    if (this.#offer === undefined)
      throw new StateError(`Cannot ${what}: no handshake request waits`);
    return this.#offer;
  }
}

function refused(violation: Violation): OpeningStep {
  return brokenOff(violation, requestAnswers, responseBytes(rejectionOf(violation.rule)));
}

function responseBytes(rejection: Rejection): Uint8Array {
  return bytesOf(rejectRequest(rejection));
}

function bytesOf({ head, body }: RejectionResponse): Uint8Array {
  const bytes = new ByteQueue();
  bytes.append(serializeResponse(head));
  bytes.append(body);
  return bytes.take();
}

/** The offer without the key, which the handshake keeps. Members one by one: spreading takes longer than the rest. */
function requestEvent(offer: HandshakeOffer): HandshakeRequestEvent {
  return {
    type: 'handshake-request',
    method: offer.method,
    target: offer.target,
    host: offer.host,
    origin: offer.origin,
    cookies: offer.cookies,
    subprotocols: offer.subprotocols,
    extensions: offer.extensions,
    version: offer.version,
    fields: offer.fields,
  };
}
