/**
 * The table of states as a drawing: the place of each state, and a line for each row. Every line comes from
 * `transitions` of core, so the drawing shows only the table.
 *
 * @module
 */

import { type Input, type State, transitions } from 'sansocket/connection';

export const NODE_WIDTH = 128;
export const NODE_HEIGHT = 38;
export const DRAWING_WIDTH = 1092;
export const DRAWING_HEIGHT = 262;

/** The middle of each state. */
export const places: Readonly<Record<State, readonly [x: number, y: number]>> = {
  connecting: [72, 130],
  open: [266, 130],
  'close-sent': [438, 74],
  'close-received': [512, 186],
  closing: [684, 130],
  ending: [876, 130],
  closed: [1024, 130],
};

/** One row of the table as a line. */
export interface Line {
  readonly from: State;
  readonly input: Input;
  readonly to: State;
  /** Of an SVG. */
  readonly path: string;
  /** The place of its name; lines that share a path share its name. */
  readonly label: readonly [x: number, y: number] | undefined;
}

/** The rows of the table, in its order. */
export function diagramLines(): Line[] {
  return (Object.keys(transitions) as State[]).flatMap((from) =>
    (Object.entries(transitions[from]) as [Input, State][]).map(([input, to]) => ({
      from,
      input,
      to,
      ...wayOf(from, input, to),
    })),
  );
}

/** Height of the line that everything which fails goes along, and of the one for a transport that is gone. */
const FAIL_Y = 238;
const GONE_Y = 24;

/** Lines that pass a state below or above begin next to its middle. */
const asides: Readonly<Partial<Record<State, number>>> = {
  'close-sent': -40,
  'close-received': 40,
};

function wayOf(from: State, input: Input, to: State): Pick<Line, 'path' | 'label'> {
  const [x, y] = places[from];
  const [toX, toY] = places[to];
  const half = NODE_HEIGHT / 2;
  const aside = asides[from] ?? 0;
  const isFirst = from === 'connecting';
  if (input === 'fail')
    return detour([x + aside, y + half], FAIL_Y, [toX, toY + half + 2], isFirst);
  if (input === 'transport-closed') {
    return detour([x + aside, y - half], GONE_Y, [toX, toY - half - 2], isFirst);
  }
  return straight([x + NODE_WIDTH / 2, y], [toX - NODE_WIDTH / 2 - 2, toY]);
}

type Point = readonly [x: number, y: number];

/** Up or down, along, and back. */
function detour(
  [x, y]: Point,
  alongY: number,
  [toX, toY]: Point,
  isFirst: boolean,
): Pick<Line, 'path' | 'label'> {
  return {
    path: `M${x} ${y}V${alongY}H${toX}V${toY}`,
    label: isFirst ? [x + 8, alongY + (alongY < y ? -7 : 16)] : undefined,
  };
}

function straight([x, y]: Point, [toX, toY]: Point): Pick<Line, 'path' | 'label'> {
  const middle = (x + toX) / 2;
  const isLevel = y === toY;
  const path = isLevel
    ? `M${x} ${y}H${toX}`
    : `M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
  return { path, label: [middle, isLevel ? y - 9 : (y + toY) / 2 + 4] };
}
