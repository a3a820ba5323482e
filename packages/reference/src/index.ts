/** The pages and files that are made of the packages' sources and tables. @module */
export { type GeneratedFile, referenceFiles } from './reference-files.ts';
