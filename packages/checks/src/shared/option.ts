/**
 * Options of a command line.
 *
 * @module
 */

/** What follows an option, such as `FILE` in `--results FILE`. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
