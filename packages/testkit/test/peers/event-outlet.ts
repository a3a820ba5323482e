/**
 * Where the events of an implementation that pushes them wait until somebody wants them.
 *
 * @module
 */

import type { Subject, SubjectEvent } from '@sansocket/testkit/laws';

/** Keeps events until the first call of `takeEvents`; from there on whoever takes gets them at once. */
export class EventOutlet {
  #waiting: SubjectEvent[] = [];
  #take: ((event: SubjectEvent) => void) | undefined;

  push(event: SubjectEvent): void {
    if (this.#take === undefined) this.#waiting.push(event);
    else this.#take(event);
  }

  /** As it stands in a subject. */
  readonly takeEvents: Subject['takeEvents'] = (take) => {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#take = take;
    waiting.forEach(take);
  };
}
