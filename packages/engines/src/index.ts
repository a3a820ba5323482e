/** Code in other engines than this one: QuickJS, pages and workers of Chromium. @module */
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
export { QuickJs } from './quickjs.ts';
