/**
 * The option `--report FORMAT:FILE`, and what is written for it.
 *
 * @module
 */

import { appendFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { checkWritable, Mistake, type Option, suggest } from '@sansocket/command-line';

/** A report that is asked for. */
export interface WantedReport<Format extends string> {
  readonly format: Format;
  /** `undefined`: it is printed. */
  readonly file: string | undefined;
}

/** The option, which may be given more than once. */
export function reportOption(formats: readonly string[]): Option<readonly string[]> {
  return {
    placeholder: 'FORMAT:FILE',
    says: `Write a report, or print it where no FILE is given; may be given more than once.\nFormats: ${formats.join(', ')}`,
    many: true,
    read: (given) => given,
  };
}

/** @throws Mistake for an unknown format, and for a file that cannot be written. */
export function parseReports<Format extends string>(
  given: readonly string[],
  formats: readonly Format[],
  option = 'report',
): readonly WantedReport<Format>[] {
  return given.map((text) => {
    const colon = text.indexOf(':');
    const name = colon < 0 ? text : text.slice(0, colon);
    const file = colon < 0 ? undefined : text.slice(colon + 1);
    const format = formats.find((one) => one === name);
    if (format === undefined) {
      throw new Mistake(`Option --${option} does not know '${name}': ${suggest(name, formats)}`);
    }
    if (file === '') throw new Mistake(`Option --${option} lacks a file after '${text}'`);
    if (file !== undefined) checkWritable(option, file);
    return { format, file };
  });
}

/** Writes and prints reports. */
export function writeReports<Format extends string>(
  wanted: readonly WantedReport<Format>[],
  render: (format: Format) => string,
): void {
  for (const { format, file } of wanted) {
    const content = render(format);
    if (file === undefined) process.stdout.write(content);
    else writeFileSync(file, content);
  }
}

/** Adds Markdown to the summary of a step of GitHub Actions; elsewhere there is none. */
export function addStepSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') appendFileSync(file, markdown);
}
