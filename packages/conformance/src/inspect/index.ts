/** Traffic from files and from the network, frame by frame: read, filtered, shown and exported. @module */
export type { CaptureFile } from './capture.ts';
export {
  type ExportFormat,
  exportFormats,
  exportOf,
  type Selected,
} from './exports/index.ts';
export { fields } from './fields.ts';
export { type Filter, parseFilter } from './filter.ts';
export type { Frame } from './items.ts';
export { RecordingProxy } from './proxy.ts';
export { readCapture } from './read/index.ts';
export { Redaction } from './redaction.ts';
export { readSession, type Session, SessionReader } from './session.ts';
export { inspectPage, Terminal } from './view/index.ts';
