/**
 * The client's side of the opening handshake (RFC 6455 §4.1): reads responses until one is final.
 *
 * @module
 */

import { activateExtensions, serializeExtensions } from '../extensions/index.ts';
import {
  isInterim,
  judgeResponse,
  ResponseBody,
  type ResponseHead,
  type ResponseReading,
  UncheckedHeadParser,
} from '../handshake/index.ts';
import { responseAnswers, type Violation } from '../violations/index.ts';
import { brokenOff, type Opening, type OpeningStep } from './opening.ts';
import type { Limits } from './options.ts';
import type { AskOptions, Version, VersionRequest } from './version.ts';

type Rejected = ResponseReading & { readonly kind: 'rejected' };

/** The most time for the body of a rejection, in milliseconds: a body never ends if the server keeps the connection. */
const BODY_MS = 1000;

/** The options of a client that concern the opening handshake. */
export interface ClientOpeningOptions extends AskOptions {
  readonly version?: Version | undefined;
}

/** The opening handshake of a client, from the request to the final response. */
export class ClientOpening implements Opening {
  readonly #request: VersionRequest;
  readonly #options: ClientOpeningOptions;
  readonly #limits: Limits;
  /** Set until the final head is complete. */
  #parser: UncheckedHeadParser<'response'> | undefined;
  #offset = 0;
  /** Set from the refusal of the server until its body has been read. */
  #rejected: Rejected | undefined;
  #body: ResponseBody | undefined;

  /** @param request - The request as it was sent. */
  constructor(request: VersionRequest, options: ClientOpeningOptions, limits: Limits) {
    this.#request = request;
    this.#options = options;
    this.#limits = limits;
    this.#parser = this.#nextParser();
  }

  get wantsInput(): boolean {
    return true;
  }

  receive(chunk: Uint8Array): OpeningStep | undefined {
    let rest = chunk;
    while (this.#parser !== undefined) {
      const result = this.#parser.push(rest);
      if (result.kind === 'need-more') return undefined;
      if (result.kind === 'violation') {
        const { rule, offset, detail } = result.violation;
        return failed({ rule, offset: this.#offset + offset, detail });
      }
      this.#offset += result.length;
      rest = rest.subarray(result.rest);
      if (!isInterim(result.head)) return this.read(result.head, rest);
      this.#parser = this.#nextParser();
    }
    this.#body?.push(rest);
    return this.#rejection(false);
  }

  /** Judges a final response, which core or another HTTP client has parsed. */
  read(response: ResponseHead, rest: Uint8Array): OpeningStep | undefined {
    this.#parser = undefined;
    const offset = Math.max(this.#offset - 1, 0);
    const options = this.#options;
    const client = options.version?.client;
    const reading = client
      ? client.read(response, this.#request, options, offset)
      : judgeResponse(response, this.#request, options, offset, options.capabilities?.sha1);
    if (reading.kind === 'violation') return failed(reading.violation);
    if (reading.kind === 'rejected') {
      this.#rejected = reading;
      this.#body = new ResponseBody(response, this.#limits.maxRejectedBodyBytes);
      this.#body.push(rest);
      return this.#rejection(false) ?? { kind: 'hastened', withinMs: BODY_MS };
    }
    const active = activateExtensions(reading.extensions, this.#options.extensions ?? [], offset);
    if (!active.ok) return failed(active.violation);
    const { subprotocol, fields } = reading;
    const extensions = serializeExtensions(reading.extensions);
    const event = { type: 'open', subprotocol, extensions, fields } as const;
    const { extensions: sessions } = active;
    const established = {
      kind: 'established',
      event,
      extensions: sessions,
      offset: this.#offset,
      rest,
    } as const;
    return client?.goOn(established, this.#request) ?? established;
  }

  overflow(): undefined {
    return undefined;
  }

  /** A body without a length ends with the stream; a body that does not end is cut off when its time has passed. */
  end(): OpeningStep | undefined {
    return this.#rejection(true);
  }

  giveUp(): undefined {
    return undefined;
  }

  #rejection(ended: boolean): OpeningStep | undefined {
    if (this.#rejected === undefined || this.#body === undefined) return undefined;
    if (!ended && !this.#body.isComplete) return undefined;
    const { status, reason, fields, supportedVersions } = this.#rejected;
    const body = this.#body.take();
    this.#rejected = undefined;
    return {
      kind: 'over',
      endedBy: 'peer',
      event: { type: 'handshake-rejected', status, reason, fields, supportedVersions, body },
    };
  }

  /** The limit holds for all heads together, so interim responses are bounded too. */
  #nextParser(): UncheckedHeadParser<'response'> {
    return new UncheckedHeadParser({
      head: 'response',
      maxBytes: Math.max(this.#limits.maxHandshakeBytes - this.#offset, 1),
      maxFields: this.#limits.maxHandshakeFields,
      maxLineBytes: this.#limits.maxHandshakeLineBytes,
    });
  }
}

function failed(violation: Violation<string>): OpeningStep {
  return brokenOff(violation, responseAnswers);
}
