/**
 * A run of the bench: rows are measured, printed as they come, and kept.
 *
 * @module
 */

import process from 'node:process';
import { messageOf } from '@sansocket/command-line';
import { type RuntimeFigures, versionOf } from '../figures/index.ts';
import type { RuntimeName } from '../program/index.ts';
import {
  isOpen,
  missesGoal,
  renderProfile,
  renderUpdates,
  tableHead,
  tableRows,
} from '../report/index.ts';
import type { Row } from '../rows/index.ts';
import { type Budget, measureRow, profileRow, type Result } from '../runner/index.ts';
import { measureUpdates, type UpdateCost } from '../updates/index.ts';
import { ProgressBar } from './progress-bar.ts';

/** Functions of a profile that are kept. */
const KEPT = 8;

/** Runs the chosen rows, with one bar for all of them. */
export class Session {
  readonly #budget: Budget;
  /** Whether rows of Node that miss a goal are profiled. */
  readonly #explains: boolean;
  readonly #bar = new ProgressBar(process.stderr);
  readonly #steps: number;
  #done = 0;

  /**
   * @param steps - Rows and studies that will be measured.
   * @param explains - Whether rows of Node that miss a goal are profiled.
   */
  constructor(budget: Budget, steps: number, explains: boolean) {
    this.#budget = budget;
    this.#explains = explains;
    this.#steps = steps;
  }

  async measureRows(runtime: RuntimeName, rows: readonly Row[]): Promise<RuntimeFigures> {
    const version = versionOf(runtime);
    const results: Result[] = [];
    console.log(`\n${version}\n${tableHead()}`);
    for (const row of rows) {
      try {
        const result = await this.#measureRow(row, runtime);
        results.push(result);
        this.#print(tableRows(result, runtime).join('\n'));
      } catch (error) {
        this.#print(`${row.name}: ${messageOf(error)}`);
        process.exitCode = 1;
      }
      this.#done++;
    }
    return { version, rows: results.map(({ row, ...others }) => ({ row: row.name, ...others })) };
  }

  /** Prints where our time goes, for each row on time. */
  async profile(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      const hotspots = await profileRow(row);
      if (hotspots !== undefined) this.#print(`\n${renderProfile(row.name, hotspots)}`);
    }
  }

  async measureUpdates(): Promise<UpdateCost[]> {
    const costs = await measureUpdates((share) => this.#show(share, 'updates'));
    this.#print(`\n${renderUpdates(costs)}`);
    this.#done++;
    return costs;
  }

  async #measureRow(row: Row, runtime: RuntimeName): Promise<Result> {
    const budget = this.#budget;
    // Other runtimes get half as much time: more of them rather than more of each.
    const processes = runtime === 'node' ? budget.processes : Math.ceil(budget.processes / 2);
    this.#show(0, row.title);
    const result = await measureRow(
      row,
      runtime,
      { ...budget, processes },
      (share) => this.#show(share, `${runtime}: ${row.title}`),
      (soFar) => isOpen(soFar, runtime),
    );
    if (!this.#explains || runtime !== 'node' || !missesGoal(result)) return result;
    const hotspots = await profileRow(row);
    return hotspots === undefined ? result : { ...result, hotspots: hotspots.slice(0, KEPT) };
  }

  #show(share: number, what: string): void {
    this.#bar.show((this.#done + share) / this.#steps, what);
  }

  #print(text: string): void {
    this.#bar.clear();
    console.log(text);
  }
}
