/** Sessions that are drawn instead of written down, and the properties that have to hold for all of them. @module */
export { type Bench, benchOf } from './bench.ts';
export { factors, pairRows, type Row } from './pairs.ts';
export { properties } from './properties.ts';
export type { Property } from './property.ts';
export {
  parseRecord,
  type RecordEvent,
  type RecordHeader,
  recordOf,
  renderRecord,
  type SessionRecord,
} from './record.ts';
export { type Language, languages, programOf, reproOf } from './repro.ts';
export { type Finding, judge, type Search, type SearchOptions, search } from './search.ts';
export { findingText } from './text.ts';
