/**
 * The form: it is filled from a scenario, and read into one.
 *
 * @module
 */

import {
  choices,
  formatInput,
  MAX_BYTES,
  parseInput,
  plainScenario,
  positionsOf,
  type Scenario,
  sampleGroups,
} from '../model/index.ts';
import { byId, h, show } from './dom.ts';

type Chosen = keyof typeof choices;

/** The controls of the page. */
export class Controls {
  readonly #form = byId('controls') as HTMLFormElement;
  readonly #input = byId('input') as HTMLTextAreaElement;
  readonly #samples = byId('sample') as HTMLSelectElement;
  #scenario: Scenario = plainScenario;

  /**
   * @param onChange - Called with each scenario of the user, and with the number of bytes of a file that
   * are not in it.
   */
  constructor(onChange: (scenario: Scenario, dropped: number) => void) {
    this.#listSamples();
    this.#samples.addEventListener('change', () => {
      const sample = sampleGroups.flatMap(({ samples }) => samples)[Number(this.#samples.value)];
      if (sample === undefined) return;
      this.fill(sample.scenario);
      onChange(sample.scenario, 0);
    });
    this.#form.addEventListener('input', (event) => {
      if (event.target === this.#samples) return;
      this.#samples.value = '';
      this.#scenario = this.#read();
      this.#convert();
      onChange(this.#scenario, 0);
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    // By default a browser would leave the page for the file.
    window.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
    window.addEventListener('drop', (event) => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      void this.#take(file).then(
        ([scenario, dropped]) => {
          onChange(scenario, dropped);
        },
        (error: unknown) => {
          this.showMistake(`The file cannot be read: ${String(error)}`);
        },
      );
    });
  }

  /** Shows a scenario. */
  fill(scenario: Scenario): void {
    this.#scenario = scenario;
    for (const name of Object.keys(choices) as Chosen[]) this.#set(name, scenario[name]);
    const { cut } = scenario;
    const kind = cut === 'whole' || cut === '1' ? cut : cut.startsWith('@') ? 'positions' : 'every';
    this.#set('cut', kind);
    this.#field('every').value = kind === 'every' ? cut : '7';
    this.#field('positions').value = positionsOf(cut).join(', ');
    this.#field('deflate').checked = scenario.deflate;
    this.#input.value = scenario.input;
    this.#enable(kind);
  }

  /** Says which part of the input could not be read. */
  showMistake(mistake: string | undefined): void {
    byId('mistake').textContent = mistake ?? '';
    this.#input.setAttribute('aria-invalid', String(mistake !== undefined));
  }

  /** Says which part of the input did not fit. */
  showDropped(sentence: string | undefined): void {
    byId('dropped').textContent = sentence ?? '';
  }

  /** Replaces the bytes by those of a file. */
  async #take(file: File): Promise<[scenario: Scenario, dropped: number]> {
    const bytes = new Uint8Array(await file.slice(0, MAX_BYTES).arrayBuffer());
    const input = formatInput(this.#scenario.format, bytes);
    this.fill({ ...this.#scenario, input });
    this.#samples.value = '';
    return [this.#scenario, file.size - bytes.length];
  }

  #listSamples(): void {
    let index = 0;
    const groups = sampleGroups.map(({ title, samples }) =>
      h(
        'optgroup',
        { label: title },
        ...samples.map((sample) => h('option', { value: index++ }, sample.title)),
      ),
    );
    show(this.#samples, h('option', { value: '' }, 'Choose a sample …'), ...groups);
  }

  #read(): Scenario {
    const data = new FormData(this.#form);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const chosen = Object.keys(choices).map((name) => [name, text(name)]);
    const kind = text('cut');
    this.#enable(kind);
    const cut =
      kind === 'positions'
        ? `@${this.#field('positions').value.replaceAll(' ', '')}`
        : kind === 'every'
          ? this.#field('every').value || '1'
          : kind;
    return {
      ...(Object.fromEntries(chosen) as Pick<Scenario, Chosen>),
      input: this.#input.value,
      cut,
      deflate: data.has('deflate'),
    };
  }

  /** A change of format keeps the bytes. */
  #convert(): void {
    const before = this.#field('format-before');
    if (before.value === this.#scenario.format) return;
    const parsed = parseInput(before.value as Scenario['format'], this.#input.value);
    before.value = this.#scenario.format;
    if (!('bytes' in parsed)) return;
    const input = formatInput(this.#scenario.format, parsed.bytes);
    this.#input.value = input;
    this.#scenario = { ...this.#scenario, input };
  }

  #enable(kind: string): void {
    this.#field('every').disabled = kind !== 'every';
    this.#field('positions').disabled = kind !== 'positions';
  }

  #set(name: string, value: string): void {
    const field = this.#form.elements.namedItem(name);
    if (field instanceof RadioNodeList || field instanceof HTMLSelectElement) field.value = value;
    if (name === 'format') this.#field('format-before').value = value;
  }

  #field(name: string): HTMLInputElement {
    return this.#form.elements.namedItem(name) as HTMLInputElement;
  }
}
