/**
 * The page of laws: each law in one sentence, its time, and the areas that its values reach.
 *
 * @module
 */
import type { LabelRow } from '@sansocket/testkit/laws';
import type { LawMeasure } from './measure-law.ts';

/** Where the page is, relative to the workspace. */
export const lawsPage = 'docs/reference/laws.md';

/**
 * The page.
 *
 * @param short - With the values of `pnpm test`.
 * @param long - The same laws in the same order, with all values.
 */
export function renderLaws(short: readonly LawMeasure[], long: readonly LawMeasure[]): string {
  const times = long.map(({ law, runs, seconds }, i) =>
    line([`\`${law.name}\``, law.sentence, runs, short[i]!.seconds.toFixed(1), seconds.toFixed(1)]),
  );
  const sum = (all: readonly LawMeasure[]): string =>
    all.reduce((total, { seconds }) => total + seconds, 0).toFixed(0);
  return `# Laws

The laws of the [test kit](../how-to/property-test-your-implementation.md), asked of both ends of core.
\`pnpm laws --write\` measures them and makes this page.

| law | what it says | values | s, short | s, long |
| --- | --- | --: | --: | --: |
${times.join('\n')}

Seconds are those of the processor. The short time is that of \`pnpm test\`, with three tenths of the values:
${sum(short)} s for all laws. The long one is that of \`pnpm test --all\`, with all of them: ${sum(long)} s. The tests ask the laws of
connections with other options too.

## What their values reach

A law finds nothing in a situation that its values never reach. So a law has labels, \`area: label\`; a value counts
once for each label that it reaches. A test fails when a label has less than 1 % of the values of its area. The last
column is the share of the rarest label, in a long run.

| law | area | labels reached | rarest | share |
| --- | --- | --: | --- | --: |
${long.flatMap(({ law, labels }) => areasOf(law.name, labels)).join('\n')}
`;
}

function areasOf(law: string, labels: readonly LabelRow[]): readonly string[] {
  const areaOf = ({ label }: LabelRow): string => label.slice(0, label.indexOf(':'));
  return [...new Set(labels.map(areaOf))].map((area) => {
    const its = labels.filter((row) => areaOf(row) === area);
    const reached = its.filter(({ values }) => values > 0).length;
    const [rarest] = [...its].sort((a, b) => shareOf(a) - shareOf(b));
    const name = rarest!.label.slice(area.length + 2);
    const share = `${(100 * shareOf(rarest!)).toFixed(1)} %`;
    return line([`\`${law}\``, area, `${reached} of ${its.length}`, name, share]);
  });
}

function shareOf({ values, of }: LabelRow): number {
  return values / Math.max(1, of);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
