/** Code in other engines and processes than this one: QuickJS, pages and workers of Chromium, programs. @module */
export type { Page } from 'playwright-core';
export { BUNDLE, bundle } from './bundle.ts';
export {
  chromiumFlags,
  chromiumPath,
  hasChromium,
  runInPage,
  runInWorker,
  withPage,
} from './chromium.ts';
export { type Ended, Program, type ProgramOptions } from './program.ts';
export { QuickJs } from './quickjs.ts';
export { type Certificate, holdsOverTls, type TlsNet, tlsNet } from './tls-net.ts';
