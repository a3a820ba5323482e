/**
 * The values of chosen fields of a head, found in one pass.
 *
 * Few fields of a request are about WebSocket, and names differ in length most of all: so a name is
 * compared only with those of its own length.
 *
 * @module
 */

import { equalsIgnoringCase, type Fields, trimSpace } from './fields.ts';

const NONE: string[] = [];

/** Names of the fields to find. */
export class FieldIndex {
  readonly #names: readonly string[];
  /** By their length, where names stand in the list. */
  readonly #places: readonly (readonly number[])[];
  readonly #none: readonly string[][];

  /** @param names - In lower case. */
  constructor(names: Iterable<string>) {
    this.#names = [...new Set(names)];
    this.#none = this.#names.map(() => NONE);
    const longest = Math.max(...this.#names.map(({ length }) => length));
    this.#places = Array.from({ length: longest + 1 }, (_, length) =>
      this.#names.flatMap((name, place) => (name.length === length ? [place] : [])),
    );
  }

  /** Finds the values of all fields that have one of the names. */
  read(fields: Fields): FieldValues {
    const lists = this.#none.slice();
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      const place = this.#placeOf(field[0]);
      if (place === -1) continue;
      const value = trimSpace(field[1]);
      if (lists[place] === NONE) lists[place] = [value];
      else lists[place]!.push(value);
    }
    return new FieldValues(this.#names, lists);
  }

  #placeOf(name: string): number {
    const places = name.length < this.#places.length ? this.#places[name.length]! : [];
    for (let i = 0; i < places.length; i++) {
      if (equalsIgnoringCase(name, this.#names[places[i]!]!)) return places[i]!;
    }
    return -1;
  }
}

/** What a head says in the fields of an index. */
export class FieldValues {
  readonly #names: readonly string[];
  readonly #lists: readonly (readonly string[])[];

  constructor(names: readonly string[], lists: readonly (readonly string[])[]) {
    this.#names = names;
    this.#lists = lists;
  }

  /** The values of all fields of a name, in order, without white space around; none of a name that is not in the index. */
  of(name: string): readonly string[] {
    for (let i = 0; i < this.#names.length; i++) {
      if (this.#names[i] === name) return this.#lists[i]!;
    }
    return NONE;
  }
}
