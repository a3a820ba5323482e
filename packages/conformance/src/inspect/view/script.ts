/**
 * The script of the page of frames: filters and keys. Without it everything can still be read.
 *
 * @module
 */

/** JavaScript for browsers. */
export const inspectScript = `
'use strict';
const form = document.querySelector('.filters');
const frames = [...document.querySelectorAll('.frame')];
const { text, way, kind, shown } = form.elements;

function filter() {
  const words = text.value.toLowerCase().split(/\\s+/);
  let count = 0;
  for (const frame of frames) {
    const { dataset } = frame;
    const fits =
      (way.value === '' || dataset.way === way.value) &&
      (kind.value === '' || dataset.kind.split(' ').includes(kind.value)) &&
      words.every((word) => dataset.text.includes(word));
    frame.hidden = !fits;
    if (fits) count++;
  }
  shown.value = count + (count === 1 ? ' frame' : ' frames');
}

function open(frame) {
  frame.open = true;
  frame.scrollIntoView({ block: 'center' });
  frame.querySelector('summary').focus({ preventScroll: true });
}

/** The next broken rule after the frame that has the focus, or the first. */
function openNext() {
  const broken = frames.filter(({ hidden, dataset }) => !hidden && dataset.kind.includes('broken'));
  const here = frames.indexOf(document.activeElement?.closest('.frame'));
  const next = broken.find((frame) => frames.indexOf(frame) > here) ?? broken[0];
  if (next !== undefined) open(next);
}

function openLinked() {
  const frame = frames.find(({ id }) => id === location.hash.slice(1));
  if (frame === undefined) return;
  if (frame.hidden) {
    form.reset();
    filter();
  }
  open(frame);
}

form.addEventListener('input', filter);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  frames.find(({ hidden }) => !hidden)?.querySelector('summary').focus();
});
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT)$/.test(document.activeElement?.tagName ?? '');
  if (event.key === 'Escape') {
    form.reset();
    filter();
    if (isTyping) document.activeElement.blur();
  } else if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (event.key === '/') {
    event.preventDefault();
    text.focus();
  } else if (event.key === 'n') {
    openNext();
  } else if (event.key === 'd') {
    way.value = { '': 'client', client: 'server', server: '' }[way.value];
    filter();
  }
});
addEventListener('hashchange', openLinked);
// A browser may keep what was chosen before.
filter();
openLinked();
`;
