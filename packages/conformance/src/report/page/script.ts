/**
 * The script of the page: filters, links to cases, keys. Without it everything can still be read.
 *
 * @module
 */

/** JavaScript for browsers. */
export const script = `
'use strict';
const form = document.querySelector('.filters');
const cases = [...document.querySelectorAll('.case')];
const squares = new Map([...document.querySelectorAll('.squares a')].map((it) => [it.dataset.id, it]));
const { text, verdict, area, section, shown } = form.elements;

function filter() {
  const words = text.value.toLowerCase().split(/\\s+/);
  let count = 0;
  for (const one of cases) {
    const { dataset } = one;
    const fits =
      (verdict.value === '' || dataset.verdicts.split(' ').includes(verdict.value)) &&
      (area.value === '' || dataset.area === area.value) &&
      (section.value === '' || dataset.sections.split('|').includes(section.value)) &&
      words.every((word) => dataset.text.includes(word));
    one.hidden = !fits;
    squares.get(one.id).hidden = !fits;
    if (fits) count++;
  }
  shown.value = count + (count === 1 ? ' case' : ' cases');
}

function openLinked() {
  const one = cases.find(({ id }) => id === location.hash.slice(1));
  if (one === undefined) return;
  if (one.hidden) {
    form.reset();
    filter();
  }
  one.open = true;
  one.scrollIntoView();
}

form.addEventListener('input', filter);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  cases.find(({ hidden }) => !hidden)?.querySelector('summary').focus();
});
for (const button of document.querySelectorAll('button[data-filter]')) {
  button.addEventListener('click', () => {
    form.reset();
    form.elements[button.dataset.filter].value = button.dataset.value;
    filter();
    form.scrollIntoView();
  });
}
document.addEventListener('click', ({ target }) => {
  const link = target.closest?.('a[href^="#"]');
  if (link !== null && link?.hash === location.hash) openLinked();
});
document.addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|SELECT)$/.test(document.activeElement?.tagName ?? '');
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    text.focus();
  } else if (event.key === 'Escape' && isTyping) {
    form.reset();
    filter();
  }
});
addEventListener('hashchange', openLinked);
addEventListener('beforeprint', () => {
  for (const one of cases) one.open ||= 'blamed' in one.dataset;
});
// A browser may keep what was chosen before.
filter();
openLinked();
`;
