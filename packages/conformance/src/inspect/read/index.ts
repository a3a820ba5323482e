/** Files with traffic, in the formats that there are. @module */
export { readCapture } from './read-capture.ts';
