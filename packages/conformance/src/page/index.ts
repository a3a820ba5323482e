/** Pages of one HTML file: escaped markup, and one style for all. @module */
export { documentText } from './document.ts';
export { Html, html } from './html.ts';
export { style } from './style.ts';
