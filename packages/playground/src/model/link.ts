/**
 * A scenario as the fragment of a link, and back. A fragment is not trusted: an unknown choice becomes the default.
 *
 * @module
 */

import { choices, plainScenario, type Scenario } from './scenario.ts';

/** A scenario, and which of its steps is looked at; without one, the last. */
export interface Linked {
  readonly scenario: Scenario;
  readonly step: number | undefined;
}

/** The fragment, without its `#`; defaults are left out. */
export function fragmentOf({ scenario, step }: Linked): string {
  const parameters = new URLSearchParams();
  for (const name of Object.keys(plainScenario) as (keyof Scenario)[]) {
    const value = scenario[name];
    if (value !== plainScenario[name]) parameters.set(name, String(value));
  }
  if (step !== undefined) parameters.set('step', String(step));
  return parameters.toString();
}

/** Whether a fragment carries a scenario, and is no place on the page. */
export function isLink(fragment: string): boolean {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  return [...Object.keys(plainScenario), 'step'].some((name) => given.has(name));
}

/** The scenario of a fragment, with or without its `#`. */
export function linkedOf(fragment: string): Linked {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (name: string, fallback: string) => parameters.get(name) ?? fallback;
  const step = /^\d{1,6}$/.exec(text('step', ''));
  return {
    scenario: {
      role: choiceOf('role', parameters),
      start: choiceOf('start', parameters),
      format: choiceOf('format', parameters),
      input: text('input', plainScenario.input),
      cut: text('cut', plainScenario.cut),
      first: choiceOf('first', parameters),
      application: choiceOf('application', parameters),
      after: choiceOf('after', parameters),
      deflate: text('deflate', '') === 'true',
    },
    step: step === null ? undefined : Number(step[0]),
  };
}

function choiceOf<Name extends keyof typeof choices>(
  name: Name,
  parameters: URLSearchParams,
): Scenario[Name] {
  const given = parameters.get(name);
  const known: readonly string[] = choices[name];
  return (given !== null && known.includes(given) ? given : plainScenario[name]) as Scenario[Name];
}
