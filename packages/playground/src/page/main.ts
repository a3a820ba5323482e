/**
 * The page: a scenario from the link or the form, its run, and the step that is looked at.
 *
 * @module
 */

import {
  fitScenario,
  fragmentOf,
  isLink,
  type Linked,
  linkedOf,
  plainScenario,
  type Run,
  runScenario,
  type Scenario,
  type Step,
  sampleGroups,
  toggleCut,
} from '../model/index.ts';
import { Controls } from './controls.ts';
import { drawDiagram } from './diagram-view.ts';
import { byId, show } from './dom.ts';
import { showResults } from './results-view.ts';

class Page {
  readonly #controls: Controls;
  readonly #slider = byId('step') as HTMLInputElement;
  #linked: Linked;
  #run: Run;

  constructor(linked: Linked) {
    this.#linked = linked;
    this.#run = runScenario(plainScenario);
    this.#controls = new Controls((scenario, dropped) => {
      this.#play({ scenario, step: undefined }, dropped);
    });
    this.#slider.addEventListener('input', () => {
      this.#look(Number(this.#slider.value));
    });
    byId('back').addEventListener('click', () => {
      this.#look(this.#count - 1);
    });
    byId('next').addEventListener('click', () => {
      this.#look(this.#count + 1);
    });
    byId('copy').addEventListener('click', () => {
      void copyLink();
    });
    window.addEventListener('hashchange', () => {
      if (isLink(location.hash)) this.open(linkedOf(location.hash));
      else this.#keepLink();
    });
  }

  /** Shows the scenario of a link. */
  open(linked: Linked): void {
    this.#controls.fill(linked.scenario);
    this.#play(linked, 0);
  }

  /** How many steps have happened. */
  get #count(): number {
    const { length } = this.#run.steps;
    return Math.min(Math.max(this.#linked.step ?? length, 1), length);
  }

  /** @param missing - Bytes that are not in the scenario, since they did not fit. */
  #play({ scenario: given, step }: Linked, missing: number): void {
    const { scenario, dropped } = fitScenario(given, missing);
    if (scenario.input !== given.input) this.#controls.fill(scenario);
    this.#controls.showDropped(dropped);
    this.#linked = { scenario, step };
    this.#run = runScenario(scenario);
    this.#show();
  }

  /** Puts the scenario into the address. */
  #keepLink(): void {
    history.replaceState(null, '', `#${fragmentOf(this.#linked)}`);
  }

  #look(count: number): void {
    const { length } = this.#run.steps;
    const step = count >= length ? undefined : Math.max(count, 1);
    this.#linked = { ...this.#linked, step };
    this.#show();
  }

  #show(): void {
    const { scenario } = this.#linked;
    const { steps, mistake } = this.#run;
    const count = this.#count;
    this.#keepLink();
    this.#controls.showMistake(mistake);
    this.#slider.max = String(Math.max(steps.length, 1));
    this.#slider.value = String(count);
    (byId('back') as HTMLButtonElement).disabled = count <= 1;
    (byId('next') as HTMLButtonElement).disabled = count >= steps.length;
    const text = statusOf(steps, count);
    byId('status').textContent = text;
    this.#slider.setAttribute('aria-valuetext', text);
    show(byId('diagram'), drawDiagram(steps.slice(0, count)));
    showResults(scenario, this.#run, count, (position) => {
      this.#cutAt(position);
    });
  }

  #cutAt(position: number): void {
    const { scenario } = this.#linked;
    const cut = toggleCut(scenario.cut, position, this.#run.bytes.length);
    this.open({ scenario: { ...scenario, cut } satisfies Scenario, step: undefined });
  }
}

const names: Readonly<Record<Step['what'], string>> = {
  begin: 'the beginning',
  chunk: 'a chunk',
  end: 'the end of the peer’s half',
  lost: 'the loss of the transport',
  wait: 'the next timeout',
};

function statusOf(steps: readonly Step[], count: number): string {
  const step = steps[count - 1];
  if (step === undefined) return 'Nothing happens until the bytes can be read.';
  const { what, start, end, state } = step;
  const range = end - start === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}`;
  const after = what === 'chunk' ? range : names[what];
  return `Step ${count} of ${steps.length}, after ${after}: ${state}`;
}

async function copyLink(): Promise<void> {
  const said = byId('copied');
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = 'Copied';
  } catch {
    said.textContent = 'Copy it from the address bar';
  }
}

const [first] = sampleGroups[0]!.samples;
const start = isLink(location.hash)
  ? linkedOf(location.hash)
  : { scenario: first!.scenario, step: undefined };
new Page(start).open(start);
