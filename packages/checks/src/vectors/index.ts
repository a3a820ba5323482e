/** The JSON files of vectors, written from the tables of the kit. @module */
export { renderVectorFile, vectorsFolder } from './render-file.ts';
