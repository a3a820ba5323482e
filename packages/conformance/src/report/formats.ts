/**
 * Reports for machines: JSON, JUnit, TAP, GitHub, Markdown and a badge.
 *
 * @module
 */

import { failing } from '../run/index.ts';
import { countsOf, countsText, failureOf, type Report } from './report.ts';

/** Names of the formats. */
export const formats = ['json', 'junit', 'tap', 'github', 'markdown', 'badge'] as const;

/** One of them. */
export type Format = (typeof formats)[number];

/** Makes a report. */
export function render(format: Format, report: Report): string {
  return renderers[format](report);
}

const renderers: Readonly<Record<Format, (report: Report) => string>> = {
  json: (report) => `${JSON.stringify(jsonOf(report), null, 2)}\n`,
  junit,
  tap,
  github,
  markdown,
  badge,
};

/** The report as plain data. Bytes are in base64, the first KiB of each. */
function jsonOf({ url, probe, results, rules, ms, blamed }: Report): unknown {
  return {
    format: 'sansocket-conformance-report',
    version: 1,
    url,
    abilities: probe.abilities,
    roundTripMs: probe.roundTrip,
    ms: Math.round(ms),
    passed: blamed.size === 0,
    counts: Object.fromEntries(countsOf(results)),
    cases: results.map(({ case: one, verdict, variants }) => ({
      id: one.id,
      title: one.title,
      level: one.level,
      verdict,
      isBlamed: blamed.has(one.id),
      rules: one.rules.map((rule) => rules[rule]),
      variants: variants.map(({ sent, received, ...variant }) => ({
        ...variant,
        ms: Math.round(variant.ms * 10) / 10,
        ...(variant.verdict === 'pass' ? {} : { sent: base64(sent), received: base64(received) }),
      })),
    })),
  };
}

/** The first KiB: reports stay small. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1024)).toString('base64');
}

function junit({ url, results, rules, ms, blamed }: Report): string {
  const suites = [...grouped(results)].map(([area, all]) => {
    const cases = all.map((result) => {
      const { case: one, verdict, variants } = result;
      const seconds = variants.reduce((sum, variant) => sum + variant.ms, 0) / 1000;
      const open = `    <testcase classname="${area}" name="${xml(`${one.id} ${one.title}`)}" time="${seconds.toFixed(3)}"`;
      if (blamed.has(one.id)) {
        const { variant, expected, actual, rule } = failureOf(result, rules);
        const text = `${variant}\nexpected ${expected}\nactual ${actual}\n${rule?.ref ?? ''} ${rule?.text ?? ''}`;
        return `${open}>\n      <failure message="${xml(`${verdict}: ${actual}`)}">${xml(text)}</failure>\n    </testcase>`;
      }
      if (verdict === 'unsupported') return `${open}><skipped message="unsupported"/></testcase>`;
      return verdict === 'pass'
        ? `${open}/>`
        : `${open}><system-out>${verdict}</system-out></testcase>`;
    });
    const failures = all.filter(({ case: one }) => blamed.has(one.id)).length;
    return `  <testsuite name="${area}" tests="${all.length}" failures="${failures}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  const head = `<testsuites name="${xml(url)}" tests="${results.length}" failures="${blamed.size}" time="${(ms / 1000).toFixed(3)}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.join('\n')}\n</testsuites>\n`;
}

function grouped(results: Report['results']): ReadonlyMap<string, Report['results']> {
  const groups = new Map<string, Report['results'][number][]>();
  for (const result of results) {
    const area = result.case.id.slice(0, 2);
    groups.set(area, [...(groups.get(area) ?? []), result]);
  }
  return groups;
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

function tap({ results, rules, blamed }: Report): string {
  const lines = results.map((result, i) => {
    const { case: one, verdict } = result;
    const word = blamed.has(one.id) ? 'not ok' : 'ok';
    const directive = verdict === 'unsupported' ? ' # SKIP unsupported' : '';
    const line = `${word} ${i + 1} - ${one.id} ${one.title.replaceAll('#', '\\#')}${directive}`;
    if (!blamed.has(one.id)) return line;
    const { variant, expected, actual, rule } = failureOf(result, rules);
    const yaml = { verdict, variant, expected, actual, section: rule?.ref };
    const entries = Object.entries(yaml).map(
      ([key, value]) => `  ${key}: ${JSON.stringify(value ?? '')}`,
    );
    return [line, '  ---', ...entries, '  ...'].join('\n');
  });
  return ['TAP version 14', `1..${results.length}`, ...lines, ''].join('\n');
}

/** Annotations of GitHub Actions. */
function github({ results, rules, blamed }: Report): string {
  const lines = results
    .filter(({ case: one }) => blamed.has(one.id))
    .map((result) => {
      const { case: one, verdict } = result;
      const { variant, expected, actual, rule } = failureOf(result, rules);
      const text = `${verdict}: ${one.title} (${variant}): expected ${expected}, got ${actual}. ${rule?.ref ?? ''}`;
      return `::error title=${one.id}::${text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`;
    });
  return [...lines, `::notice title=WebSocket conformance::${countsText(results)}`, ''].join('\n');
}

function markdown({ url, results, rules, blamed }: Report): string {
  const rows = results
    .filter(({ verdict }) => verdict !== 'pass')
    .map((result) => {
      const { case: one, verdict } = result;
      const { variant, expected, actual, rule } = failureOf(result, rules);
      const cells = [
        one.id,
        blamed.has(one.id) ? `**${verdict}**` : verdict,
        one.title,
        verdict === 'unsupported' ? '' : `${variant}: expected ${expected}, got ${actual}`,
        rule?.ref ?? '',
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    });
  return [
    `# WebSocket conformance of ${url}`,
    '',
    `${results.length} cases: ${countsText(results)}.`,
    '',
    ...(rows.length === 0
      ? []
      : [
          '| case | verdict | title | what came | section |',
          '| --- | --- | --- | --- | --- |',
          ...rows,
          '',
        ]),
  ].join('\n');
}

/** An SVG of 20 pixels' height. */
function badge({ results, blamed }: Report): string {
  const judged = results.filter(({ verdict }) => verdict !== 'unsupported' && verdict !== 'info');
  const passed = judged.filter(({ verdict }) => !failing.includes(verdict)).length;
  const right = `${passed}/${judged.length}`;
  const label = 'RFC 6455';
  const [left, width] = [66, 66 + 12 + right.length * 7];
  const colour = blamed.size === 0 ? '#2a7f3f' : '#b3261e';
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
