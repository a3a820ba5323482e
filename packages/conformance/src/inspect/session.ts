/**
 * One connection, read as its bytes come: the opening handshake, then frames of both directions.
 *
 * @module
 */

import { extensionsIn, type ModelDeflate, peerDeflate } from '@sansocket/testkit/model';
import type { Capture, Segment, Way } from './capture.ts';
import {
  beginsWithFrame,
  beginsWithText,
  breachOfRequest,
  breachOfResponse,
  headOf,
  valuesOf,
} from './heads.ts';
import type { Frame, Head, Item } from './items.ts';
import { Side } from './side.ts';

/** A connection that was read to its end. */
export interface Session {
  readonly capture: Capture;
  /** In the order in which their last bytes came. */
  readonly items: readonly Item[];
  /** What was agreed on, as Sec-WebSocket-Extensions of the response. */
  readonly extensions: string | undefined;
  readonly notes: readonly string[];
}

/** Reads a whole connection. */
export function readSession(capture: Capture): Session {
  const reader = new SessionReader(capture.isMade === true);
  const items = capture.segments.flatMap((segment) => reader.take(segment));
  return {
    capture,
    items: [...items, ...reader.end()],
    extensions: reader.extensions,
    notes: [...capture.notes, ...reader.notes],
  };
}

/** Reads a connection as it goes on. */
export class SessionReader {
  readonly #sides: Readonly<Record<Way, Side>>;
  readonly #isMade: boolean;
  /** How each end compresses; unknown until the handshake is over. */
  #deflate: Readonly<Record<Way, ModelDeflate | undefined>> | undefined;
  #request: Head | undefined;
  #extensions: string | undefined;
  #isRefused = false;
  #frames = 0;
  #messages = 0;
  #hasHead = false;
  #lacksResponse = false;

  /** @param isMade - Whether heads are not those that were on the wire, and are not judged. */
  constructor(isMade: boolean) {
    this.#isMade = isMade;
    const numberMessage = (): number => ++this.#messages;
    this.#sides = {
      client: new Side('client', numberMessage),
      server: new Side('server', numberMessage),
    };
  }

  /** Sec-WebSocket-Extensions of the response. */
  get extensions(): string | undefined {
    return this.#extensions;
  }

  /** What a reader has to know. */
  get notes(): readonly string[] {
    if (this.#frames === 0 || (this.#hasHead && !this.#lacksResponse)) return [];
    const missing = this.#hasHead ? 'a response' : 'an opening handshake';
    return [`Without ${missing}: RSV1 is taken as that of permessage-deflate`];
  }

  /** @returns The items that the segment completes. */
  take(segment: Segment): readonly Item[] {
    this.#sides[segment.way].give(segment);
    return this.#read();
  }

  /** @returns What is incomplete at the end. */
  end(): readonly Item[] {
    const read = this.#readWithoutResponse();
    const rest = (['client', 'server'] as const).flatMap((way) => {
      const side = this.#sides[way];
      const bytes = side.rest();
      if (bytes.length === 0) return [];
      const isFrame = this.#deflate !== undefined;
      return [isFrame ? this.#frameOf(side) : { ...side.takeAll(), kind: 'rest' as const }];
    });
    return [...read, ...rest];
  }

  /** What follows a request that nothing answers, as where bytes of the client alone are given. */
  #readWithoutResponse(): readonly Item[] {
    const { client, server } = this.#sides;
    const isOneWay = this.#request !== undefined && server.rest().length === 0;
    if (this.#deflate !== undefined || this.#isRefused || !isOneWay) return [];
    if (client.rest().length === 0) return [];
    this.#lacksResponse = true;
    this.#deflate = { client: {}, server: {} };
    return this.#read();
  }

  #read(): readonly Item[] {
    const items: Item[] = [];
    for (let item = this.#next(); item !== undefined; item = this.#next()) items.push(item);
    return items;
  }

  #next(): Item | undefined {
    const { client, server } = this.#sides;
    if (this.#deflate !== undefined) {
      // The response was captured before the request.
      if (this.#request === undefined && beginsWithText(client.rest())) return this.#takeRequest();
      const side = [client, server].find((it) => it.hasFrame());
      return side === undefined ? undefined : this.#frameOf(side);
    }
    if (this.#isRefused) {
      return server.rest().length === 0 ? undefined : { ...server.takeAll(), kind: 'rest' };
    }
    return this.#nextHead();
  }

  #nextHead(): Item | undefined {
    const { client, server } = this.#sides;
    if (!this.#hasHead && beginsWithFrame(client.rest(), server.rest())) {
      // Without a handshake nothing is known; the largest windows read everything.
      this.#deflate = { client: {}, server: {} };
      return this.#next();
    }
    if (this.#request === undefined && client.rest().length > 0) return this.#takeRequest();
    const head = headOf(server);
    if (head === undefined) return undefined;
    this.#hasHead = true;
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head.lines[0]!)?.[1] ?? 0);
    const isInterim = status >= 100 && status < 200 && status !== 101;
    if (isInterim) return head;
    if (status !== 101) {
      this.#isRefused = true;
      return head;
    }
    const fields = valuesOf(head, 'sec-websocket-extensions');
    this.#extensions = this.#isMade || fields.length === 0 ? undefined : fields.join(', ');
    const inUse = (this.#isMade ? [] : extensionsIn(fields)) ?? [];
    // The receiver's role decides whose compressor it is.
    this.#deflate = { client: peerDeflate(inUse, 'server'), server: peerDeflate(inUse, 'client') };
    const breach = this.#isMade ? undefined : breachOfResponse(head, this.#request);
    return { ...head, breach };
  }

  #takeRequest(): Head | undefined {
    const head = headOf(this.#sides.client);
    if (head === undefined) return undefined;
    this.#hasHead = true;
    this.#request = this.#isMade ? head : { ...head, breach: breachOfRequest(head) };
    return this.#request;
  }

  #frameOf(side: Side): Frame {
    return side.takeFrame(++this.#frames, this.#deflate![side.way]);
  }
}
