/**
 * What Web IDL asks of interfaces in JavaScript, and HTML of event handlers.
 *
 * @module
 */

import type { EventTargetLike } from './platform.ts';

/** An event handler, and the listener that calls it: its place among the listeners stays. */
interface Handler {
  value: unknown;
  readonly listener: (event: unknown) => void;
}

/**
 * Defines event handler attributes: `onopen` for `open`.
 *
 * @param prototype - Of a class of event targets.
 */
export function defineHandlers(prototype: EventTargetLike, types: readonly string[]): void {
  for (const type of types) {
    const handlers = new WeakMap<object, Handler>();
    Object.defineProperty(prototype, `on${type}`, {
      get(this: EventTargetLike): unknown {
        return handlers.get(this)?.value ?? null;
      },
      set(this: EventTargetLike, value: unknown) {
        const known = handlers.get(this);
        const isObject = typeof value === 'object' && value !== null;
        if (typeof value === 'function' || isObject) {
          if (known === undefined) handlers.set(this, addHandler(this, type, value));
          else known.value = value;
        } else if (known !== undefined) {
          this.removeEventListener(type, known.listener);
          handlers.delete(this);
        }
      },
      configurable: true,
    });
  }
}

/** An object that is no function is kept, and not called. */
function addHandler(target: EventTargetLike, type: string, value: unknown): Handler {
  const handler: Handler = {
    value,
    listener(event) {
      if (typeof handler.value === 'function') handler.value.call(target, event);
    },
  };
  target.addEventListener(type, handler.listener);
  return handler;
}

/** Makes members enumerable, adds the constants and the name. */
export function defineInterface(
  Class: { readonly prototype: object },
  name: string,
  constants: Readonly<Record<string, number>> = {},
): void {
  for (const member of Object.getOwnPropertyNames(Class.prototype)) {
    if (member !== 'constructor') {
      Object.defineProperty(Class.prototype, member, { enumerable: true });
    }
  }
  for (const [constant, value] of Object.entries(constants)) {
    Object.defineProperty(Class, constant, { value, enumerable: true });
    Object.defineProperty(Class.prototype, constant, { value, enumerable: true });
  }
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
}

/** An object with an iterator is a sequence, anything else a string. */
export function namesOf(protocols: unknown): readonly string[] {
  if (protocols === undefined) return [];
  const isSequence =
    typeof protocols === 'object' && protocols !== null && Symbol.iterator in protocols;
  return isSequence ? Array.from(protocols as Iterable<unknown>, toText) : [toText(protocols)];
}

/** `[Clamp] unsigned short`. */
export function clamp(value: unknown): number {
  const number = Math.min(Math.max(Number(value), 0), 0xffff);
  if (Number.isNaN(number)) return 0;
  // Half-way numbers are rounded to the even one.
  const down = Math.floor(number);
  const part = number - down;
  return part < 0.5 || (part === 0.5 && down % 2 === 0) ? down : down + 1;
}

/** @throws TypeError for a symbol. */
export function toText(value: unknown): string {
  // `String` describes a symbol.
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a symbol to a string');
  return String(value);
}
