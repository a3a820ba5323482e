/**
 * Labels: what kinds of values a law was tried with. That a law has found nothing means something only where its
 * values reach what it is about.
 *
 * A label is written `kind: label`, and its share is that among the values with a label of its kind.
 *
 * @module
 */

/** Says that a value has reached something. */
export type Note = (label: string) => void;

/** How many values have each label, and how many have any of its kind. */
export class LabelTally {
  readonly #labels = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  #isClosed = false;

  /** Counts what `check` notes of one value; nothing from the first value on that fails: smaller ones follow. */
  count<Result>(check: (note: Note) => Result): Result {
    const labels = new Set<string>();
    try {
      return check((label) => labels.add(label));
    } catch (error) {
      this.#isClosed = true;
      throw error;
    } finally {
      if (!this.#isClosed) this.#add(labels);
    }
  }

  #add(labels: ReadonlySet<string>): void {
    for (const label of labels) increase(this.#labels, label);
    for (const kind of new Set([...labels].map(kindOf))) increase(this.#kinds, kind);
  }

  /** All labels that some value has. */
  get labels(): readonly string[] {
    return [...this.#labels.keys()];
  }

  /** Values that have the label. */
  valuesWith(label: string): number {
    return this.#labels.get(label) ?? 0;
  }

  /** Values that have a label of the same kind. */
  valuesOfKind(label: string): number {
    return this.#kinds.get(kindOf(label)) ?? 0;
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** What stands in front of the colon. */
function kindOf(label: string): string {
  return label.slice(0, label.indexOf(':'));
}
