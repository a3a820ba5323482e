/**
 * What both classes share before a connection is open: the transport, the URL and the subprotocols (WHATWG WebSockets
 * §2.1, §3.1).
 *
 * @module
 */

import { encodeUtf8 } from 'sansocket/bytes';
import { type ConnectionEvent, openChecks } from 'sansocket/connection';
import { parseWsUrl, urlOf } from 'sansocket/handshake';
import {
  aListener,
  anObject,
  type Checks,
  checkKind,
  checkOptions,
  type Kind,
} from 'sansocket/options';
import { LaterSocket, type OpenedSocket } from './opened-socket.ts';
import { type PlatformClasses, platformOf } from './platform.ts';
import { clamp, toText } from './web-idl.ts';

/** What the class asks of the opening handshake. */
export interface RequestOptions {
  /** In the order of preference; empty for none. */
  readonly subprotocols: readonly string[];
  readonly origin: string | undefined;
}

/**
 * Opens a connection: the `connect` of an adapter, or a function that calls one, for other options.
 *
 * @param url - A ws or wss URL without a fragment.
 * @param onEvent - To be called with all events and the socket, in order, and not before the function has returned.
 * @returns The socket, or a promise of it that rejects when it cannot be opened.
 */
export type Open = (
  url: string,
  options: RequestOptions,
  onEvent: (event: ConnectionEvent, socket: OpenedSocket) => void,
) => OpenedSocket | Promise<OpenedSocket>;

/** The options of both classes. */
export interface WebSocketClassOptions {
  readonly open: Open;
  /** The Origin field of the request. Default: none, as for a client that is no browser. */
  readonly origin?: string | undefined;
  /** The base of relative URLs, such as `https://example.org/app/`. Default: none, and a relative URL is an error. */
  readonly baseUrl?: string | { readonly href: string } | undefined;
  /** Classes that take the place of globals: for engines without them. */
  readonly platform?: Partial<PlatformClasses> | undefined;
}

const text: Kind<string> = ['a string', (value) => typeof value === 'string'];

const checks: Checks<WebSocketClassOptions> = {
  open: aListener,
  origin: text,
  baseUrl: [
    'a string or a URL object',
    (value) =>
      typeof (value as { href?: unknown } | undefined)?.href === 'string' ||
      typeof value === 'string',
  ],
  platform: anObject,
};

/** A Close frame to send. */
export interface CloseInfo {
  readonly code: number | undefined;
  readonly reason: string | undefined;
}

/** RFC 6455 §5.5: a control frame has at most 125 bytes, two of which are the code. */
const MAX_REASON_BYTES = 123;

/** The transport and the platform of a class. */
export class Opener {
  readonly platform: PlatformClasses;
  readonly #options: WebSocketClassOptions;

  /** @throws TypeError when an option cannot be used. */
  constructor(options: WebSocketClassOptions) {
    checkOptions(options, checks);
    checkKind('open', options.open, aListener);
    this.platform = platformOf(options.platform);
    this.#options = options;
  }

  /** @throws What the transport throws, such as for a port that it cannot use. */
  open(
    url: string,
    subprotocols: readonly string[],
    onEvent: (event: ConnectionEvent) => void,
  ): OpenedSocket {
    const { open, origin } = this.#options;
    const later = new LaterSocket(onEvent);
    const opened = open(url, { subprotocols, origin }, (event, socket) =>
      later.receive(event, socket),
    );
    if (!('then' in opened)) return opened;
    opened.then(undefined, (error: unknown) => later.fail(error));
    return later;
  }

  /**
   * The URL of a constructor's argument, serialised.
   *
   * @throws DOMException SyntaxError, in the words of the standard.
   */
  readUrl(given: unknown): string {
    const { baseUrl } = this.#options;
    const base = typeof baseUrl === 'object' ? baseUrl.href : baseUrl;
    const { URL } = this.platform;
    if (URL === undefined) return this.#syntax(() => urlOf(parseWsUrl(String(given))));
    const url = this.#syntax(() => new URL(String(given), base));
    if (url.protocol === 'http:') url.protocol = 'ws:';
    if (url.protocol === 'https:') url.protocol = 'wss:';
    if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
      throw this.error(
        'SyntaxError',
        `The scheme must be ws, wss, http or https, got ${url.protocol}`,
      );
    }
    // An empty fragment is one too, but `hash` does not tell it.
    if (url.href.includes('#')) throw this.error('SyntaxError', 'The URL must not have a fragment');
    return url.href;
  }

  /**
   * The subprotocols of a constructor's argument.
   *
   * @throws DOMException SyntaxError for one that is no token, or that is there twice.
   */
  readProtocols(given: readonly string[]): readonly string[] {
    for (const [i, protocol] of given.entries()) {
      this.#syntax(() => checkKind('subprotocol', protocol, openChecks.subprotocol));
      if (given.indexOf(protocol) < i) {
        throw this.error(
          'SyntaxError',
          `Each subprotocol must be there once, got ${protocol} twice`,
        );
      }
    }
    return given;
  }

  /**
   * The arguments of `close`.
   *
   * @throws DOMException InvalidAccessError for another code than 1000 and 3000 to 4999, SyntaxError for a reason of more
   *   than 123 bytes.
   */
  readClose(code: unknown, reason: unknown): CloseInfo {
    const number = code === undefined ? undefined : clamp(code);
    if (number !== undefined && number !== 1000 && !(number >= 3000 && number <= 4999)) {
      const wanted = 'The close code must be 1000 or 3000 to 4999';
      throw this.error('InvalidAccessError', `${wanted}, got ${number}`);
    }
    const text = reason === undefined ? '' : toText(reason);
    const { length } = encodeUtf8(text);
    if (length > MAX_REASON_BYTES) {
      const wanted = `The close reason must be at most ${MAX_REASON_BYTES} bytes of UTF-8`;
      throw this.error('SyntaxError', `${wanted}, got ${length}`);
    }
    const isBare = number === undefined && length === 0;
    return isBare ? { code: undefined, reason: undefined } : { code: number ?? 1000, reason: text };
  }

  /** @returns A DOMException. */
  error(name: string, message: string): Error {
    return new this.platform.DOMException(message, name);
  }

  #syntax<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw this.error('SyntaxError', error instanceof Error ? error.message : String(error));
    }
  }
}
