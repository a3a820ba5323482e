/**
 * One case: its rule, what was expected, what came, and the bytes.
 *
 * @module
 */

import { areaOf } from '../../catalogue/index.ts';
import { type Html, html } from '../../page/index.ts';
import type { Cell, Named } from '../compare.ts';
import type { SavedCase, SavedVariant } from '../saved.ts';
import { ladder } from './ladder.ts';
import type { Row } from './rows.ts';

/** Signs, so that no verdict is told by its colour alone. */
const signs: Readonly<Record<Cell | 'harness', string>> = {
  pass: '✓',
  info: 'i',
  unsupported: '–',
  'non-strict': '~',
  slow: '◷',
  flaky: '?',
  fail: '✗',
  hang: '∞',
  crash: '!',
  harness: '⚠',
  absent: '·',
};

/** The sign of a verdict. */
export function mark(cell: Cell): Html {
  return html`<i class="v ${cell}" aria-hidden="true">${signs[cell]}</i>`;
}

/** The colours of bytes. */
export function legend(): Html {
  return html`<p class="legend">Bytes: <code class="hex"><span class="flags">flags and opcode</span> <span class="length">mask and length</span> <span class="key">masking key</span> <span class="code">close code</span> <span class="payload">payload</span></code></p>
`;
}

/** A section that opens, with an address of its own. */
export function caseSection(row: Row, reports: readonly Named[]): Html {
  const { id, title, sections, cells, cases } = row;
  const one = cases.find((it) => it !== undefined)!;
  const isSeveral = reports.length > 1;
  const text = [
    id,
    title,
    ...cases.flatMap((it) => it?.variants.map(({ actual }) => actual) ?? []),
  ];
  const badges = cells.map(
    (cell, i) =>
      html` <span class="badge ${cell}">${isSeveral ? html`<b>${i + 1}</b> ` : undefined}${signs[cell]} ${cell}</span>`,
  );
  return html`<details class="case" id="${id}" data-area="${areaOf(id)}" data-verdicts="${cells.join(' ')}" data-sections="${sections.join('|')}" data-text="${text.join('\n').toLowerCase()}"${row.cases.some((it) => it?.isBlamed === true) ? html` data-blamed` : undefined}>
<summary><code>${id}</code> <span class="title">${title}</span> <span class="level">${one.level}</span>${badges}</summary>
${one.rules.map(
  ({
    ref,
    text: sentence,
  }) => html`<blockquote>${sentence} <cite>${refLink(ref)}</cite></blockquote>
`,
)}
${cases.map((it, i) => html`${isSeveral ? html`<h4><b>${i + 1}</b> ${reports[i]!.name}</h4>` : undefined}${resultOf(it)}`)}
<p class="muted"><a href="#${id}">Link to this case</a>; more: <code>sansocket explain ${id}</code>${isSeveral ? undefined : html`; repeat: <code>${reports[0]!.report.command} ${id}</code>`}</p>
</details>
`;
}

/** A link to the section, for those who have a network. */
function refLink(ref: string): Html {
  const [, number, section] = /^RFC (\d+) §([\d.]+)$/.exec(ref) ?? [];
  if (number === undefined) return html`${ref}`;
  return html`<a href="https://www.rfc-editor.org/rfc/rfc${number}#section-${section}" rel="noreferrer">${ref}</a>`;
}

function resultOf(one: SavedCase | undefined): Html {
  if (one === undefined) return html`<p>Not run</p>`;
  if (one.variants.length === 0) {
    return html`<p>Not run: the testee lacks ${one.needs.join(' and ')}</p>`;
  }
  const isShown = (variant: SavedVariant): boolean => variant.sent !== undefined;
  const others = one.variants.filter((variant) => !isShown(variant));
  return html`${one.variants.filter(isShown).map(variantMarkup)}${
    others.length === 0
      ? undefined
      : html`<p class="others">${mark('pass')} pass as well: ${others.map(({ name }) => name).join(' · ')}</p>`
  }`;
}

function variantMarkup(variant: SavedVariant): Html {
  const { name, verdict, strict, tolerated, actual, note, ms } = variant;
  return html`<div class="variant"><h5><span class="badge ${verdict}">${signs[verdict]} ${verdict}</span> ${name} <small>${ms} ms</small></h5>
<dl><dt>expected</dt><dd>${strict.join(' or ')}</dd>${
    tolerated.length === 0 ? undefined : html`<dt>tolerated</dt><dd>${tolerated.join(' or ')}</dd>`
  }<dt>actual</dt><dd>${actual}${note === undefined ? undefined : `; ${note}`}</dd></dl>
${ladder(variant)}</div>
`;
}
