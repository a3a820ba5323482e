/** The bytes to send: requests, responses and frames, legal or not. @module */
export { headOf } from './head.ts';
export { type Request, type RequestSetup, requestOf } from './request.ts';
export { type ResponseSetup, responseOf } from './response.ts';
export {
  type Action,
  closeOf,
  cut,
  LAST,
  limitsOf,
  MOST_INFLATED,
  pingOf,
  type Script,
  type Stream,
  scriptOf,
  sentinel,
  streamOf,
} from './script.ts';
