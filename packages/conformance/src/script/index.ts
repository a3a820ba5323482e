/** What is sent: requests and frames as bytes, legal or not. @module */
export { type Request, type RequestSetup, requestOf } from './request.ts';
export { type Action, closeOf, cut, pingOf, type Script, scriptOf, sentinel } from './script.ts';
