/**
 * The command line of `pnpm fuzz`.
 *
 * @module
 */
import {
  type Command,
  choices,
  flag,
  numberOr,
  type Option,
  type Options,
  text,
} from '@sansocket/command-line';

/** The options of the fuzzer. */
export interface FuzzOptions extends Options {
  /** How long, in minutes. */
  readonly minutes: Option<number>;
  /** The seed of all random numbers. */
  readonly seed: Option<number>;
  /** Names of targets and laws; an empty list means all. */
  readonly target: Option<readonly string[]>;
  /** A file to give to the one target, instead of fuzzing. */
  readonly input: Option<string | undefined>;
  /** Whether the last table is Markdown. */
  readonly markdown: Option<boolean>;
}

/**
 * The options of the fuzzer.
 *
 * @param names - The names of all targets and laws.
 * @param seed - The seed when none is given.
 */
export function fuzzCommand(names: readonly string[], seed: number): Command<FuzzOptions> {
  return {
    name: 'pnpm fuzz',
    does: `Half of the time goes to the laws of the kit with other seeds each round, half to bytes that the
coverage of core guides. Findings are written to .cache/fuzz/findings; then the exit code is 1.`,
    options: {
      minutes: numberOr(1, 'N', 'How long, in minutes; fractions are fine', {
        min: 0.001,
        max: 100_000,
        fractions: true,
      }),
      seed: {
        ...numberOr(seed, 'N', 'The seed of all random numbers. Default: another one each time', {
          min: 0,
          max: 0x7fff_ffff,
        }),
        byDefault: undefined,
      },
      target: choices('NAME', 'Only this one; may be given more than once', names),
      input: text('FILE', 'Give a file to the one target, and fuzz nothing'),
      markdown: flag('Print the table at the end as Markdown'),
    },
    apart: [
      ['input', 'minutes'],
      ['input', 'seed'],
      ['input', 'markdown'],
    ],
    more: `Targets, first the laws:\n${names.map((name) => `  ${name}`).join('\n')}`,
    example: 'pnpm fuzz --minutes 10 --target frame-decoder',
  };
}
