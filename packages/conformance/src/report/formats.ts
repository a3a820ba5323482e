/**
 * Reports in files: HTML, JSON, JUnit, TAP, GitHub, Markdown and badges.
 *
 * @module
 */

import { areaOf, areas } from '../catalogue/index.ts';
import { failing, verdicts } from '../run/index.ts';
import { failureOf } from './failure.ts';
import { groupBy } from './group-by.ts';
import { plain, table } from './markdown.ts';
import { page } from './page/index.ts';
import { countsText } from './report.ts';
import type { SavedCase, SavedReport } from './saved.ts';

/** Names of the formats. */
export const formats = [
  'html',
  'json',
  'junit',
  'tap',
  'github',
  'markdown',
  'badge',
  'shields',
] as const;

/** One of them. */
export type Format = (typeof formats)[number];

/** Makes a report. */
export function render(format: Format, report: SavedReport): string {
  return renderers[format](report);
}

const renderers: Readonly<Record<Format, (report: SavedReport) => string>> = {
  html: (report) => page([{ name: report.url, report }]),
  json: (report) => `${JSON.stringify(report, null, 1)}\n`,
  junit,
  tap,
  github,
  markdown,
  badge,
  shields,
};

function junit({ url, cases, ms, toolVersion, abilities, command }: SavedReport): string {
  const properties = { testee: url, version: toolVersion, command, abilities: abilities.join(' ') };
  const about = Object.entries(properties).map(
    ([name, value]) => `      <property name="${name}" value="${xml(value)}"/>\n`,
  );
  const suites = [...groupBy(cases, ({ id }) => areaOf(id))].map(([area, all]) => {
    const failures = all.filter(({ isBlamed }) => isBlamed).length;
    const lines = all.map((one) => testcase(area, one)).join('\n');
    const head = `  <testsuite name="${area}" tests="${all.length}" failures="${failures}">\n`;
    return `${head}    <properties>\n${about.join('')}    </properties>\n${lines}\n  </testsuite>`;
  });
  const failures = cases.filter(({ isBlamed }) => isBlamed).length;
  const head = `<testsuites name="${xml(url)}" tests="${cases.length}" failures="${failures}" time="${(ms / 1000).toFixed(3)}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join('\n')}\n</testsuites>\n`;
}

function testcase(area: string, one: SavedCase): string {
  const { id, title, verdict, isBlamed, variants } = one;
  const seconds = variants.reduce((sum, variant) => sum + variant.ms, 0) / 1000;
  const open = `    <testcase classname="${area}" name="${xml(`${id} ${title}`)}" time="${seconds.toFixed(3)}"`;
  if (isBlamed) {
    const { variant, expected, actual, rule } = failureOf(one);
    const text = `${variant}\nexpected ${expected}\nactual ${actual}\n${rule?.ref ?? ''} ${rule?.text ?? ''}`;
    return `${open}>\n      <failure message="${xml(`${verdict}: ${actual}`)}">${xml(text)}</failure>\n    </testcase>`;
  }
  if (verdict === 'unsupported') return `${open}><skipped message="unsupported"/></testcase>`;
  return verdict === 'pass'
    ? `${open}/>`
    : `${open}><system-out>${verdict}</system-out></testcase>`;
}

function xml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return Array.from(
    text,
    (char) => entities[char] ?? (char < ' ' && char !== '\n' ? '\ufffd' : char),
  ).join('');
}

function tap({ cases }: SavedReport): string {
  const lines = cases.map((one, i) => {
    const { id, title, verdict, isBlamed } = one;
    const directive = verdict === 'unsupported' ? ' # SKIP unsupported' : '';
    const line = `${isBlamed ? 'not ok' : 'ok'} ${i + 1} - ${id} ${title.replaceAll('#', '\\#')}${directive}`;
    if (!isBlamed) return line;
    const { variant, expected, actual, rule } = failureOf(one);
    const yaml = { verdict, variant, expected, actual, section: rule?.ref };
    const entries = Object.entries(yaml).map(
      ([key, value]) => `  ${key}: ${JSON.stringify(value ?? '')}`,
    );
    return [line, '  ---', ...entries, '  ...'].join('\n');
  });
  return ['TAP version 14', `1..${cases.length}`, ...lines, ''].join('\n');
}

/** Annotations of GitHub Actions. */
function github({ cases }: SavedReport): string {
  const lines = cases
    .filter(({ isBlamed }) => isBlamed)
    .map((one) => {
      const { id, title, verdict } = one;
      const { variant, expected, actual, rule } = failureOf(one);
      const text = `${verdict}: ${title} (${variant}): expected ${expected}, got ${actual}. ${rule?.ref ?? ''}`;
      return `::error title=${id}::${text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
    });
  return [...lines, `::notice title=WebSocket conformance::${countsText(cases)}`, ''].join('\n');
}

/** A row for each area, then one for each case that does not just pass. */
function markdown({ url, cases, passed }: SavedReport): string {
  const used = verdicts.filter((verdict) => cases.some((one) => one.verdict === verdict));
  const matrix = [...groupBy(cases, ({ id }) => areaOf(id))].map(([area, all]) => {
    const counts = used.map((verdict) => all.filter((one) => one.verdict === verdict).length);
    return [`${area} ${areas[area] ?? ''}`, ...counts.map((count) => String(count || ''))];
  });
  const rows = cases
    .filter(({ verdict }) => verdict !== 'pass')
    .map((one) => {
      const { id, title, verdict, isBlamed } = one;
      const { variant, expected, actual, rule } = failureOf(one);
      const came = `${variant}: expected ${expected}, got ${actual}`;
      const says = verdict === 'unsupported' ? '' : plain(came);
      return [id, isBlamed ? `**${verdict}**` : verdict, plain(title), says, rule?.ref ?? ''];
    });
  return [
    `# WebSocket conformance of ${plain(url)}`,
    '',
    `${passed ? 'Nothing fails' : 'It fails'}. ${cases.length} cases: ${countsText(cases)}.`,
    '',
    ...table(['area', ...used], matrix),
    ...(rows.length === 0 ? [] : table(['case', 'verdict', 'title', 'what came', 'section'], rows)),
  ].join('\n');
}

/** How many of the cases that can fail do not. */
function badgeText(cases: readonly SavedCase[]): string {
  const judged = cases.filter(({ verdict }) => verdict !== 'unsupported' && verdict !== 'info');
  const passed = judged.filter(({ verdict }) => !failing.includes(verdict)).length;
  return `${passed}/${judged.length}`;
}

const label = 'RFC 6455';

/** An SVG of 20 pixels' height. */
function badge({ cases, passed }: SavedReport): string {
  const right = badgeText(cases);
  const [left, width] = [66, 66 + 12 + right.length * 7];
  const colour = passed ? '#2a7f3f' : '#b3261e';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${right}">
  <rect width="${width}" height="20" rx="3" fill="#444"/>
  <path d="M${left} 0h${width - left - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left}z" fill="${colour}"/>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="6" y="14">${label}</text>
    <text x="${left + 6}" y="14">${right}</text>
  </g>
</svg>
`;
}

/** The JSON that shields.io makes a badge of. */
function shields({ cases, passed }: SavedReport): string {
  const color = passed ? 'brightgreen' : 'red';
  return `${JSON.stringify({ schemaVersion: 1, label, message: badgeText(cases), color })}\n`;
}
