/**
 * A queue whose oldest item is removed in constant time: `shift` of a long array moves all others.
 *
 * @module
 */

/** The most removed items that a queue keeps the places of; more only while more than as many others wait. */
const FEW = 1024;

/** Items, oldest first. */
export class Queue<T> {
  readonly #items: (T | undefined)[] = [];
  /** How many items are removed, at the start of the array. */
  #removed = 0;

  get size(): number {
    return this.#items.length - this.#removed;
  }

  /** `undefined` when the queue is empty. */
  get first(): T | undefined {
    return this.#items[this.#removed];
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Removes the first item, if there is one. */
  removeFirst(): void {
    if (this.size === 0) return;
    this.#items[this.#removed++] = undefined;
    const isMostlyRemoved = this.#removed > FEW && 2 * this.#removed > this.#items.length;
    if (this.size > 0 && !isMostlyRemoved) return;
    this.#items.splice(0, this.#removed);
    this.#removed = 0;
  }

  /** Removes all items but the first. */
  keepFirst(): void {
    this.#items.length = Math.min(this.#items.length, this.#removed + 1);
  }
}
