/**
 * The drawing of the states, with the current one lit and the way to it.
 *
 * @module
 */

import {
  DRAWING_HEIGHT,
  DRAWING_WIDTH,
  diagramLines,
  type Line,
  NODE_HEIGHT,
  NODE_WIDTH,
  places,
  type Step,
  type Transition,
} from '../model/index.ts';
import { svg } from './dom.ts';

type State = Step['state'];

/** Draws it after the steps that have happened; the rows of the last one are highlighted. */
export function drawDiagram(steps: readonly Step[]): SVGSVGElement {
  const last = steps.at(-1);
  const state = last?.state ?? 'connecting';
  const taken = steps.flatMap(({ path }) => path);
  const way = taken.map(({ input, to }) => `${input} to ${to}`).join(', ');
  return svg(
    'svg',
    {
      viewBox: `0 0 ${DRAWING_WIDTH} ${DRAWING_HEIGHT}`,
      role: 'img',
      'aria-label': `States of the connection. Current: ${state}. Taken: ${way || 'none'}`,
    },
    svg('defs', {}, tip('tip'), tip('tip-taken')),
    ...diagramLines()
      .sort((a, b) => Number(isTaken(a, taken)) - Number(isTaken(b, taken)))
      .flatMap((line) => drawLine(line, taken, last?.path ?? [])),
    ...(Object.keys(places) as State[]).map((name) => drawState(name, state, taken)),
  );
}

function isTaken({ from, input }: Line, taken: readonly Transition[]): boolean {
  return taken.some((row) => row.from === from && row.input === input);
}

function drawLine(line: Line, taken: readonly Transition[], latest: readonly Transition[]) {
  const was = isTaken(line, taken);
  const shared = line.input === 'fail' || line.input === 'transport-closed';
  const classes = [
    'line',
    shared ? 'shared' : '',
    was ? 'taken' : '',
    isTaken(line, latest) ? 'latest' : '',
  ].join(' ');
  const marker = `url(#${was ? 'tip-taken' : 'tip'})`;
  const [x, y] = line.label ?? [0, 0];
  return [
    svg('path', { d: line.path, class: classes, 'marker-end': marker }),
    line.label &&
      svg(
        'text',
        { x, y, class: `input ${classes}`, 'text-anchor': shared ? 'start' : 'middle' },
        line.input,
      ),
  ];
}

function drawState(name: State, state: State, taken: readonly Transition[]): SVGGElement {
  const [x, y] = places[name];
  const was = name !== state && taken.some(({ from, to }) => from === name || to === name);
  return svg(
    'g',
    { class: `state ${name === state ? 'current' : was ? 'was' : ''}` },
    svg('rect', {
      x: x - NODE_WIDTH / 2,
      y: y - NODE_HEIGHT / 2,
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      rx: NODE_HEIGHT / 2,
    }),
    svg('text', { x, y: y + 5, 'text-anchor': 'middle' }, name),
  );
}

function tip(id: string): SVGMarkerElement {
  return svg(
    'marker',
    {
      id,
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 10,
      markerHeight: 10,
      markerUnits: 'userSpaceOnUse',
      orient: 'auto',
    },
    svg('path', { d: 'M0 0 8 4 0 8Z' }),
  );
}
