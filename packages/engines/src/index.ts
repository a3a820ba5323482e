/**
 * Runs code outside this process: in QuickJS, pages and workers of Chromium, programs; its cases are in `cases/`.
 * @module
 */
export type { Page } from 'playwright-core';
export { BUNDLE, bundle } from './bundle.ts';
export { type Certificate, certificateFiles, localhost } from './certificate.ts';
export {
  chromiumFlags,
  chromiumPath,
  hasChromium,
  runInPage,
  runInWorker,
  withPage,
} from './chromium.ts';
export { overTls } from './over-tls.ts';
export { type Ended, Program, type ProgramOptions } from './program.ts';
export { QuickJs } from './quickjs.ts';
export { holdsOverTls } from './tls-net.ts';
