/** Captures in other formats. @module */
export {
  type ExportFormat,
  type ExportOptions,
  exportFormats,
  exportOf,
  type Selected,
} from './exports.ts';
