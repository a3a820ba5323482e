/**
 * Labels: the kinds of values that a law was tried with. A law that finds no fault means something only where its
 * values reach its subject matter.
 *
 * A label is written `kind: label`; its share is its part of the values with a label of that kind.
 *
 * @module
 */

/** Notes that a value has reached something. */
export type Note = (label: string) => void;

/** Counts the values with each label, and those with any label of its kind. */
export class LabelTally {
  readonly #labels = new Map<string, number>();
  readonly #kinds = new Map<string, number>();
  #isClosed = false;

  /** Counts the notes of `check` on one value; stops at the first value that fails, since smaller ones follow. */
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

  /** All labels that at least one value has. */
  get labels(): readonly string[] {
    return [...this.#labels.keys()];
  }

  /** The number of values that have the label. */
  valuesWith(label: string): number {
    return this.#labels.get(label) ?? 0;
  }

  /** The number of values that have a label of the same kind. */
  valuesOfKind(label: string): number {
    return this.#kinds.get(kindOf(label)) ?? 0;
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The text before the colon. */
function kindOf(label: string): string {
  return label.slice(0, label.indexOf(':'));
}
