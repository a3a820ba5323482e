/**
 * Changes of the fields of a head: one is left out, replaced or repeated.
 *
 * @module
 */

import type { WireField } from '../wire/index.ts';

/** Edits of the fields of a head. */
export type FieldsEdit = (fields: readonly WireField[]) => readonly WireField[];

/** No field of this name. */
export function withoutField(name: string): FieldsEdit {
  return (fields) => fields.filter((field) => !isNamed(field, name));
}

/** One field of this name for each of the values, after the others; earlier ones are removed. */
export function withField(name: string, ...values: readonly string[]): FieldsEdit {
  return (fields) => [
    ...fields.filter((field) => !isNamed(field, name)),
    ...values.map((value) => ({ name, value })),
  ];
}

/** The first field of this name once more, at the end. */
export function withFieldTwice(name: string): FieldsEdit {
  return (fields) => [...fields, ...fields.filter((field) => isNamed(field, name)).slice(0, 1)];
}

function isNamed({ name }: WireField, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
