/** Proxies between the ends. @module */
export { proxies } from './proxies.ts';
export {
  certificateFile,
  type Place,
  type ProxyProgram,
  type RunningProxy,
  startProxy,
} from './proxy.ts';
