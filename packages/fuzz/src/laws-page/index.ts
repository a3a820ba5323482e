/** The page of laws. @module */
export { type LawMeasure, measureLaw } from './measure-law.ts';
export { lawsPage, renderLaws } from './render-page.ts';
