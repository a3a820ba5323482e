/**
 * The report as one HTML file, which asks the network for nothing.
 *
 * @module
 */

import { areaOf, areas } from '../../catalogue/index.ts';
import { documentText, type Html, html, style } from '../../page/index.ts';
import { verdicts } from '../../run/index.ts';
import type { Named } from '../compare.ts';
import { groupBy } from '../group-by.ts';
import type { SavedReport } from '../saved.ts';
import { caseSection, legend, mark } from './case-section.ts';
import { differences } from './differences.ts';
import { type Row, rowsOf } from './rows.ts';
import { script } from './script.ts';

/**
 * The page of one report, or of several side by side.
 *
 * @param reports - At least one.
 */
export function page(reports: readonly Named[]): string {
  const rows = rowsOf(reports);
  const title = `WebSocket conformance: ${reports.map(({ name }) => name).join(', ')}`;
  const body = html`<header>
<h1>WebSocket conformance</h1>
${reports.map((it, i) => summary(it, reports.length > 1 ? i + 1 : undefined))}
</header>
<main>
${differences(reports)}
<section id="overview"><h2>Overview</h2>
<p class="muted">A square is a case${reports.length > 1 ? ', with a part for each report' : ''}: it leads to the bytes and the sentence of the RFC.</p>
<div class="areas">${[...groupBy(rows, ({ id }) => areaOf(id))].map(([area, all]) => areaOverview(area, all))}</div>
</section>
${coverage(rows)}
<section id="cases"><h2>Cases</h2>
${filters(rows)}
${legend()}
${rows.map((row) => caseSection(row, reports))}
</section>
</main>
<footer><p>Made by sansocket ${reports[0]!.report.toolVersion}. The ping after the frames of a case, and the Close frame after it, are not among the bytes that were sent; their answers are among those received.</p></footer>`;
  return documentText({
    ...{ title, style, script, body },
    ...{ mainId: 'cases', skipText: 'Skip to the cases' },
  });
}

function summary({ name, report }: Named, number: number | undefined): Html {
  const { cases, passed, notes, toolVersion, roundTripMs, ms } = report;
  const failing = cases.filter(({ isBlamed }) => isBlamed).length;
  const result = passed
    ? 'Nothing fails'
    : failing === 1
      ? '1 case fails'
      : `${failing} cases fail`;
  const facts = [
    `${cases.length} cases in ${(ms / 1000).toFixed(1)} s`,
    `round trip ${roundTripMs.median} ms`,
    ...notes,
  ];
  return html`<div class="summary">
<p class="testee">${number === undefined ? undefined : html`<b>${number}</b> `}<code>${name}</code>${name === report.url ? undefined : html` <code>${report.url}</code>`}</p>
<p class="result ${passed ? 'good' : 'bad'}">${result}</p>
<p class="counts">${countsMarkup(report.counts)}</p>
<p class="muted">${facts.join('; ')}; sansocket ${toolVersion}</p>
</div>
`;
}

/** Buttons that filter. */
function countsMarkup(counts: SavedReport['counts']): readonly Html[] {
  return verdicts
    .filter((verdict) => counts[verdict] !== undefined)
    .map(
      (verdict) =>
        html`<button type="button" data-filter="verdict" data-value="${verdict}">${mark(verdict)} ${counts[verdict]} ${verdict}</button> `,
    );
}

function areaOverview(area: string, rows: readonly Row[]): Html {
  return html`<div class="area"><h3>${area} <span>${areas[area]}</span> <small>${rows.length}</small></h3>
<p class="squares">${rows.map(
    ({ id, title, cells }) =>
      html`<a href="#${id}" data-id="${id}" title="${id} ${title}: ${cells.join(', ')}" aria-label="${id} ${cells.join(', ')}">${cells.map((cell) => mark(cell))}</a>`,
  )}</p></div>
`;
}

/** The sections of RFCs, each with the verdicts of the cases that quote it. */
function coverage(rows: readonly Row[]): Html {
  const refs = groupBy(
    rows.flatMap((row) => row.sections.map((section) => ({ section, row }))),
    ({ section }) => section,
  );
  const sorted = [...refs].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const lines = sorted.map(([section, all]) => {
    const marks = verdicts.map((verdict) => {
      const count = all.filter(({ row }) => row.worst === verdict).length;
      return count === 0 ? undefined : html`<span>${mark(verdict)} ${count} ${verdict}</span> `;
    });
    return html`<tr><td><button type="button" data-filter="section" data-value="${section}">${section}</button></td><td>${all.length}</td><td class="counts">${marks.flatMap((it) => it ?? [])}</td></tr>
`;
  });
  return html`<section id="sections"><details><summary><h2>Sections of RFCs</h2></summary>
<table><thead><tr><th>section</th><th>cases</th><th>${rows[0]?.cells.length === 1 ? 'verdicts' : 'worst verdicts'}</th></tr></thead><tbody>${lines}</tbody></table>
</details></section>`;
}

function filters(rows: readonly Row[]): Html {
  const cells = new Set(rows.flatMap(({ cells: all }) => all));
  const sections = [...new Set(rows.flatMap((row) => row.sections))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const options = (values: readonly string[], text = (it: string): string => it): Html[] =>
    values.map((it) => html`<option value="${it}">${text(it)}</option>`);
  return html`<form class="filters" role="search">
<label>Text <input type="search" name="text" placeholder="press /" autocomplete="off"></label>
<label>Verdict <select name="verdict"><option value="">all</option>${options(verdicts.filter((it) => cells.has(it)))}</select></label>
<label>Area <select name="area"><option value="">all</option>${options([...new Set(rows.map(({ id }) => areaOf(id)))], (it) => `${it} ${areas[it] ?? ''}`)}</select></label>
<label>Section <select name="section"><option value="">all</option>${options(sections)}</select></label>
<output name="shown">${rows.length} cases</output>
</form>
`;
}
