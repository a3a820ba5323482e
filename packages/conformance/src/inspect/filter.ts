/**
 * Filters in the language of Wireshark's display filters, as far as fields of frames go.
 *
 *     filter     = and *( ( "||" / "or" ) and )
 *     and        = not *( ( "&&" / "and" ) not )
 *     not        = ( "!" / "not" ) not / "(" filter ")" / comparison
 *     comparison = field [ operator value ]                     the field alone: the frame has it
 *     operator   = "==" / "!=" / ">" / ">=" / "<" / "<=" / "eq" … "le" / "contains" / "matches"
 *     value      = number / string in quotation marks / "true" / "false" / bytes with colons
 *
 * @module
 */

import { Mistake, suggest } from '@sansocket/command-line';
import { type FieldValue, fields, textFields } from './fields.ts';
import type { Frame } from './items.ts';
import type { Session } from './session.ts';

/** Whether a frame is one of those that are wanted. */
export type Filter = (frame: Frame, session: Session) => boolean;

/** @throws Mistake for a text that is no filter. */
export function parseFilter(text: string): Filter {
  const parser = new Parser(text);
  return parser.parse();
}

const TOKEN = /\s*(?:(\|\||&&|==|!=|>=|<=|[()!<>])|("(?:[^"\\]|\\.)*")|([\w.]+(?:[:-][\w.]+)*))/y;

const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ and: '&&', or: '||', not: '!' },
    ...{ eq: '==', ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' },
  }),
);

type Compare = (a: FieldValue, b: FieldValue) => boolean;

const operators: Readonly<Record<string, Compare>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  contains: (a, b) => String(a).includes(String(b)),
  matches: (a, b) => new RegExp(String(b), 'i').test(String(a)),
};

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = this.#split(text.trim());
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length)
      throw this.#mistake(`has '${this.#tokens[this.#at]!}' too much`);
    return filter;
  }

  #split(text: string): readonly string[] {
    const tokens: string[] = [];
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < text.length) {
      const start = pattern.lastIndex;
      const match = pattern.exec(text);
      if (match === null) throw this.#mistake(`cannot be read at '${text.slice(start).trim()}'`);
      const [, sign, string, word] = match;
      tokens.push(sign ?? string ?? words.get(word!) ?? word!);
    }
    return tokens;
  }

  #mistake(says: string): Mistake {
    return new Mistake(`Option --filter: '${this.#text}' ${says}`);
  }

  #take(...wanted: readonly string[]): boolean {
    const isNext = wanted.includes(this.#tokens[this.#at] ?? '');
    if (isNext) this.#at++;
    return isNext;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#take('||')) {
      const [one, other] = [left, this.#and()];
      left = (frame, session) => one(frame, session) || other(frame, session);
    }
    return left;
  }

  #and(): Filter {
    let left = this.#not();
    while (this.#take('&&')) {
      const [one, other] = [left, this.#not()];
      left = (frame, session) => one(frame, session) && other(frame, session);
    }
    return left;
  }

  #not(): Filter {
    if (this.#take('!')) {
      const inner = this.#not();
      return (frame, session) => !inner(frame, session);
    }
    if (!this.#take('(')) return this.#comparison();
    const inner = this.#or();
    if (!this.#take(')')) throw this.#mistake("lacks ')'");
    return inner;
  }

  #comparison(): Filter {
    const name = this.#tokens[this.#at++];
    if (name === undefined) throw this.#mistake('ends too early');
    const find = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (find === undefined) {
      throw this.#mistake(`has no field '${name}': ${suggest(name, Object.keys(fields))}`);
    }
    const operator = this.#tokens[this.#at] ?? '';
    const compare = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    if (compare === undefined) return (frame, session) => find(frame, session) !== undefined;
    this.#at++;
    const value = this.#valueOf(name, operator);
    return (frame, session) => {
      const found = find(frame, session);
      return found !== undefined && compare(found, value);
    };
  }

  /** @throws Mistake for a text as the value of a number, which no frame could have. */
  #valueOf(name: string, operator: string): FieldValue {
    const token = this.#tokens[this.#at];
    const value = this.#value(operator);
    const isText = textFields.has(name);
    if (isText && typeof value === 'number') return token!.toLowerCase();
    const isNumeric = operator !== 'contains' && operator !== 'matches';
    if (!isText && isNumeric && typeof value === 'string') {
      throw this.#mistake(`has the value ${token!}, and '${name}' is a number`);
    }
    return value;
  }

  #value(operator: string): FieldValue {
    const token = this.#tokens[this.#at++];
    if (token === undefined || Object.hasOwn(operators, token) || /^[()!&|]/.test(token)) {
      throw this.#mistake(`lacks a value after '${operator}'`);
    }
    if (token.startsWith('"')) {
      const string = token.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
      if (operator === 'matches') this.#checkPattern(string);
      return string;
    }
    if (/^true$/i.test(token)) return 1;
    if (/^false$/i.test(token)) return 0;
    const number = Number(token);
    if (!Number.isNaN(number)) return number;
    if (/^[0-9a-f]{2}(?:[:.-][0-9a-f]{2})*$/i.test(token)) {
      return token.toLowerCase().replaceAll(/[.-]/g, ':');
    }
    throw this.#mistake(`has the value '${token}': a text needs quotation marks`);
  }

  #checkPattern(pattern: string): void {
    try {
      new RegExp(pattern);
    } catch {
      throw this.#mistake(`has '${pattern}', which is no regular expression`);
    }
  }
}
