/**
 * The classes of the platform that both classes here are built from. The types are declared here, so that a browser's
 * types are not needed to compile.
 *
 * @module
 */

import { checkKind, type Kind, member } from 'sansocket/options';

/** An `Event`. */
export interface EventLike {
  readonly type: string;
}

/** A `MessageEvent`: `data` is a string, a `Blob` or an `ArrayBuffer`. */
export interface MessageEventLike extends EventLike {
  readonly data: unknown;
  /** The origin of the URL, with its ws or wss scheme. */
  readonly origin: string;
}

/** A `CloseEvent`. */
export interface CloseEventLike extends EventLike {
  readonly wasClean: boolean;
  /** 1005 for a Close frame without a code, 1006 without a Close frame (RFC 6455 §7.1.5). */
  readonly code: number;
  readonly reason: string;
}

/** A function, or an object with `handleEvent`. */
export type ListenerLike<E> = ((event: E) => unknown) | { handleEvent(event: E): unknown };

/** The options of `addEventListener`. */
export type ListenerOptions =
  | boolean
  | { readonly capture?: boolean; readonly once?: boolean; readonly passive?: boolean };

/** An `EventTarget`. */
export interface EventTargetLike {
  addEventListener(type: string, listener: unknown, options?: ListenerOptions): void;
  removeEventListener(type: string, listener: unknown, options?: ListenerOptions): void;
  dispatchEvent(event: unknown): boolean;
}

/** A `Blob`. */
export interface BlobLike {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What the classes are made of. Each is by default the global of this name. */
export interface PlatformClasses {
  readonly EventTarget: new () => EventTargetLike;
  readonly Event: new (type: string) => EventLike;
  /** Default where there is none: an `Event` with the same properties. */
  readonly MessageEvent: new (
    type: string,
    init: { readonly data: unknown; readonly origin: string },
  ) => MessageEventLike;
  /** Default where there is none, as in Node 20: an `Event` with the same properties. */
  readonly CloseEvent: new (
    type: string,
    init: { readonly wasClean: boolean; readonly code: number; readonly reason: string },
  ) => CloseEventLike;
  /** Default where there is none: an `Error` with the name. */
  readonly DOMException: new (
    message: string,
    name: string,
  ) => Error;
  /** Where there is none, `binaryType` is `arraybuffer` at first. */
  readonly Blob: (new (parts: readonly Uint8Array[]) => BlobLike) | undefined;
  /** Where there is none, URLs are those of RFC 6455 §3, and no relative ones. */
  readonly URL: (new (url: string, base?: string) => UrlRecord) | undefined;
  /** Needed for `WebSocketStream` alone. */
  readonly ReadableStream: StreamClass | undefined;
  /** Needed for `WebSocketStream` alone. */
  readonly WritableStream: StreamClass | undefined;
}

/** A constructor of streams: `ReadableStream` or `WritableStream`. */
export type StreamClass = new (source: object, strategy?: object) => object;

/** A `URL`. */
export interface UrlRecord {
  protocol: string;
  readonly href: string;
  readonly hash: string;
  readonly host: string;
}

const aClass: Kind<unknown> = ['a class', (value) => typeof value === 'function'];

/**
 * The classes of the platform.
 *
 * @param given - Those that take the place of globals.
 * @throws TypeError when there is no EventTarget or no Event, or one that is given is no class.
 */
export function platformOf(given: Partial<PlatformClasses> = {}): PlatformClasses {
  const find = <K extends keyof PlatformClasses>(name: K): PlatformClasses[K] | undefined => {
    const own = given[name];
    if (own !== undefined) checkKind(`platform.${name}`, own, aClass);
    return own ?? (member(globalThis, name) as PlatformClasses[K] | undefined);
  };
  const need = <K extends 'EventTarget' | 'Event'>(name: K): PlatformClasses[K] => {
    const found = find(name);
    if (found !== undefined) return found;
    throw new TypeError(`This engine has no ${name}: pass one in the option platform`);
  };
  const Event = need('Event');
  return {
    EventTarget: need('EventTarget'),
    Event,
    MessageEvent: find('MessageEvent') ?? withProperties(Event),
    CloseEvent: find('CloseEvent') ?? withProperties(Event),
    DOMException: find('DOMException') ?? NamedError,
    Blob: find('Blob'),
    URL: find('URL'),
    ReadableStream: find('ReadableStream'),
    WritableStream: find('WritableStream'),
  };
}

/** A subclass of `Event` whose further properties are those of its second argument. */
export function withProperties<P extends object>(
  Event: PlatformClasses['Event'],
): new (
  type: string,
  properties: P,
) => EventLike & P {
  const Subclass = class extends Event {
    constructor(type: string, properties: P) {
      super(type);
      for (const [name, value] of Object.entries(properties)) {
        Object.defineProperty(this, name, { value, enumerable: true });
      }
    }
  };
  return Subclass as new (
    type: string,
    properties: P,
  ) => EventLike & P;
}

class NamedError extends Error {
  constructor(message: string, name: string) {
    super(message);
    this.name = name;
  }
}
