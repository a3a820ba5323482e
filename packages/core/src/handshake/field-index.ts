/**
 * The values of chosen fields of a head, found in one pass.
 *
 * Few fields of a request concern WebSocket, and most names differ in length: so a name is compared only
 * with names of its own length.
 *
 * @module
 */

import { equalsIgnoringCase, type Fields, trimSpace } from './fields.ts';

const NONE: string[] = [];

/** Values of fields, by the place of their name in an index. */
export type FieldValues = readonly (readonly string[])[];

/** Finds the fields with certain names. */
export class FieldIndex {
  readonly #names: readonly string[];
  /** The names in the spelling of most peers. */
  readonly #usual: readonly string[];
  /** By length, the places of the names of that length in the list. */
  readonly #places: readonly (readonly number[])[];
  readonly #none: readonly string[][];

  /** @param names - Names of the fields to find, in lower case. */
  constructor(names: Iterable<string>) {
    this.#names = [...new Set(names)];
    this.#usual = this.#names.map((name) =>
      name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace('bs', 'bS'),
    );
    this.#none = this.#names.map(() => NONE);
    const longest = Math.max(...this.#names.map(({ length }) => length));
    this.#places = Array.from({ length: longest + 1 }, (_, length) =>
      this.#names.flatMap((name, place) => (name.length === length ? [place] : [])),
    );
  }

  /**
   * Finds the values of all fields that have one of the names.
   *
   * @returns By the place of the name, the values in order, without white space around them.
   */
  read(fields: Fields): FieldValues {
    const lists = this.#none.slice();
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      const place = this.placeOf(field[0]);
      if (place === -1) continue;
      const value = trimSpace(field[1]);
      if (lists[place] === NONE) lists[place] = [value];
      else lists[place]!.push(value);
    }
    return lists;
  }

  /** @returns The place of the values of a name; -1 if the name is not in the index. */
  placeOf(name: string): number {
    const places = name.length < this.#places.length ? this.#places[name.length]! : [];
    for (let i = 0; i < places.length; i++) {
      const place = places[i]!;
      if (name === this.#usual[place] || equalsIgnoringCase(name, this.#names[place]!))
        return place;
    }
    return -1;
  }
}
