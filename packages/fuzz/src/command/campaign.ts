/**
 * The schedule: half of the time for each engine, and equal parts for its lanes.
 *
 * @module
 */
import type { Lane, Tally } from '../lanes/index.ts';

/** A lane with the time that it has used. */
export interface Row {
  readonly name: string;
  readonly engine: Lane['engine'];
  /** Milliseconds. */
  readonly spent: number;
  readonly tally: Tally;
}

/** One turn of the byte engine, in milliseconds. */
const TURN = 400;

/** Takes turns. */
export class Campaign {
  readonly #lanes: readonly Lane[];
  readonly #spent = new Map<Lane, number>();
  readonly #now: () => number;

  /** @param now - A clock in milliseconds. */
  constructor(lanes: readonly Lane[], now: () => number) {
    this.#lanes = lanes;
    this.#now = now;
  }

  /** How far each lane has come. */
  get rows(): readonly Row[] {
    return this.#lanes.map((lane) => ({
      name: lane.name,
      engine: lane.engine,
      spent: this.#spentBy(lane),
      tally: lane.tally,
    }));
  }

  /**
   * Works until time is up; a turn that has begun is finished.
   *
   * @param onTurn - Called after each turn.
   */
  run(ms: number, onTurn: () => void): void {
    const end = this.#now() + ms;
    for (let start = this.#now(); start < end; start = this.#now()) {
      const lane = this.#next();
      lane.work(Math.min(TURN, end - start));
      this.#spent.set(lane, this.#spentBy(lane) + this.#now() - start);
      onTurn();
    }
  }

  /** The lane with the least time, of the engine with less time. */
  #next(): Lane {
    const engines = [...new Set(this.#lanes.map(({ engine }) => engine))];
    const timeOf = (engine: Lane['engine']): number =>
      this.#lanes
        .filter((lane) => lane.engine === engine)
        .reduce((sum, lane) => sum + this.#spentBy(lane), 0);
    const engine = leastOf(engines, timeOf);
    return leastOf(
      this.#lanes.filter((lane) => lane.engine === engine),
      (lane) => this.#spentBy(lane),
    );
  }

  #spentBy(lane: Lane): number {
    return this.#spent.get(lane) ?? 0;
  }
}

/** The first element with the least value. */
function leastOf<T>(list: readonly T[], of: (element: T) => number): T {
  return list.reduce((least, one) => (of(one) < of(least) ? one : least));
}
