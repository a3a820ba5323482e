/**
 * Defects of a head, and those of the syntax of HTTP, which requests and responses share (RFC 9112 §2, §5).
 *
 * A defect is a change of the head's text. `•` stands before the first byte after which nothing valid follows; without
 * it that is the last byte of the head, since further fields could still come before.
 *
 * @module
 */

import fc from 'fast-check';
import type { ViolationId } from 'sansocket/violations';
import { fieldLine, headText, latin1, type WireField, type WireHead } from '../wire/index.ts';

/** A head with one defect. */
export interface DefectiveHead {
  /** The defect. */
  readonly label: string;
  /** The rule that it breaks. */
  readonly rule: ViolationId;
  readonly bytes: Uint8Array;
  /** In the bytes: the first one after which nothing valid can follow. */
  readonly offset: number;
}

/** A change that makes a head invalid. */
export interface HeadDefect {
  readonly label: string;
  readonly rule: ViolationId;
  /** @param at - The index of the field to change, if any field will do. */
  readonly spoil: (head: WireHead, at: number) => string;
}

const MARK = '•';

/** A head with this defect. */
export function spoiled(
  head: WireHead,
  { label, rule, spoil }: HeadDefect,
  at: number,
): DefectiveHead {
  const text = spoil(head, at % head.fields.length);
  const mark = text.indexOf(MARK);
  const bytes = latin1(text.replace(MARK, ''));
  return { label, rule, bytes, offset: mark === -1 ? bytes.length - 1 : mark };
}

/** Changes of the line of a field, its end included. */
function lineDefect(
  label: string,
  rule: ViolationId,
  edit: (field: WireField) => string,
): HeadDefect {
  return { label, rule, spoil: (head, at) => withLine(head, at, edit(head.fields[at]!)) };
}

/** Changes of the fields. */
export function fieldsDefect(
  label: string,
  rule: ViolationId,
  edit: (fields: readonly WireField[]) => readonly WireField[],
): HeadDefect {
  return { label, rule, spoil: (head) => headText({ ...head, fields: edit(head.fields) }) };
}

/** Changes of the first line, without its end. */
export function firstLineDefect(
  label: string,
  rule: ViolationId,
  edit: (firstLine: string) => string,
): HeadDefect {
  return { label, rule, spoil: (head) => headText({ ...head, firstLine: edit(head.firstLine) }) };
}

/** The head with other text in place of one field's line and its end. */
function withLine(head: WireHead, at: number, line: string): string {
  const before = headText({ ...head, fields: head.fields.slice(0, at) }).slice(0, -2);
  const behind = headText({ firstLine: '', fields: head.fields.slice(at + 1) }).slice(2);
  return before + line + behind;
}

/** Defects of any head. */
export function headDefects(): HeadDefect[] {
  const [lineFeed, carriageReturn, folded, spaced, name] = [
    'head-line-feed-without-carriage-return',
    'head-carriage-return-without-line-feed',
    'field-line-folded',
    'field-name-before-space',
    'field-name-malformed',
  ] as const;
  return [
    lineDefect('line-feed-alone', lineFeed, (its) => `${fieldLine(its)}•\n`),
    lineDefect('carriage-return-alone', carriageReturn, (its) => `${fieldLine(its)}\r•x: y\r\n`),
    lineDefect('carriage-return-twice', carriageReturn, (its) => `${fieldLine(its)}\r•\r\n`),
    lineDefect('line-folded-by-space', folded, (its) => `${fieldLine(its)}\r\n• more\r\n`),
    lineDefect('line-folded-by-tab', folded, (its) => `${fieldLine(its)}\r\n•\tmore\r\n`),
    lineDefect('space-before-colon', spaced, (its) => `${its.name}• : ${its.value}\r\n`),
    lineDefect('tab-before-colon', spaced, (its) => `${its.name}•\t:${its.value}\r\n`),
    lineDefect('name-empty', name, (its) => `•: ${its.value}\r\n`),
    lineDefect('name-with-parenthesis', name, (its) => `${its.name}•(: ${its.value}\r\n`),
    lineDefect('name-with-obs-text', name, (its) => `${its.name}•\xe9: ${its.value}\r\n`),
    lineDefect('line-without-colon', name, (its) => `${its.name}•\r\n`),
    ...['\0', '\x01', '\x1f', '\x7f'].map((control) =>
      lineDefect(
        `value-with-0x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
        'field-value-with-control',
        (its) => `${fieldLine(its)}•${control}\r\n`,
      ),
    ),
  ];
}

/** Yields: one of the defects, each rule equally often. Shrinks to: the first of its rule. */
export function ofEachRule(defects: readonly HeadDefect[]): fc.Arbitrary<HeadDefect> {
  const rules = [...new Set(defects.map(({ rule }) => rule))];
  const ofRule = (rule: ViolationId): HeadDefect[] => defects.filter((its) => its.rule === rule);
  return fc.oneof(...rules.map((rule) => fc.constantFrom(...ofRule(rule))));
}
