/**
 * HTML from templates: every text that is put in is escaped, since some of them come from a testee.
 *
 * @module
 */

/** Markup. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value in a template; `undefined`: nothing. */
type Value = string | number | Html | readonly Html[] | undefined;

/** Markup from a template. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = texts.map((text, i) => text + markupOf(values[i]));
  return new Html(parts.join(''));
}

function markupOf(value: Value): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(value);
  return typeof value === 'number' ? String(value) : value.map(({ text }) => text).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters, and those that turn the direction of text, are shown as U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\ufffd')
    .replace(/[&<>"']/g, (char) => entities[char]!);
}
