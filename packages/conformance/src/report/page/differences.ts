/**
 * What several reports do not agree on.
 *
 * @module
 */

import { type Html, html } from '../../page/index.ts';
import {
  alikeText,
  type Comparison,
  cellsText,
  changeIn,
  compare,
  type Named,
} from '../compare.ts';

/** @returns Nothing for one report. */
export function differences(reports: readonly Named[]): Html | undefined {
  if (reports.length === 1) return undefined;
  const comparison = compare(reports);
  const { groups, clusters, agreement } = comparison;
  const change = changeIn(comparison);
  return html`<section id="differences"><h2>Differences</h2>
<p>${alikeText(comparison)}</p>
${change === undefined ? undefined : html`<p>From 1 to 2: fail now ${links(change.broken)}; no longer fail ${links(change.mended)}.</p>`}
${clusters.filter((all) => all.length > 1).map((all) => html`<p>Alike in all cases: ${all.map((i) => i + 1).join(', ')}</p>`)}
${groups.map(
  ({
    cells,
    ids,
  }) => html`<p class="group"><b>${cellsText(cells)}</b> <small>${ids.length}</small><br>${links(ids)}</p>
`,
)}
${agreement.length < 3 ? undefined : agreementTable(agreement)}</section>
`;
}

/** How many cases each two agree on. */
function agreementTable(agreement: Comparison['agreement']): Html {
  return html`<table class="agreement"><caption>Cases on which two agree</caption>
<tr><th></th>${agreement.map((_, i) => html`<th>${i + 1}</th>`)}</tr>
${agreement.map(
  (counts, i) => html`<tr><th>${i + 1}</th>${counts.map((count) => html`<td>${count}</td>`)}</tr>
`,
)}</table>
`;
}

function links(ids: readonly string[]): Html {
  if (ids.length === 0) return html`none`;
  return html`${ids.map((id) => html`<a href="#${id}">${id}</a> `)}`;
}
