/**
 * What a check finds, and how it is printed. Every check is a function that returns findings; its command
 * prints them and sets the exit code.
 *
 * @module
 */

/** One thing that is wrong, and where. */
export interface Finding {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  /** Counted from 1; 0 stands for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** One line for a terminal, in the form that editors make a link of. */
export function formatFinding({ file, line, message }: Finding): string {
  return `${file}${line > 0 ? `:${line}` : ''} ${message}`;
}

/**
 * Prints findings, or the summary when there are none, and makes the process fail if there are any.
 *
 * @param summary - What was checked, with its numbers.
 */
export function report(findings: readonly Finding[], summary: string): void {
  for (const finding of findings) console.error(formatFinding(finding));
  if (findings.length === 0) {
    console.log(summary);
    return;
  }
  console.error(`${findings.length} finding${findings.length === 1 ? '' : 's'}`);
  process.exitCode = 1;
}
