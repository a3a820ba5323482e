/** Proxies between the ends. @module */
export { proxies } from './proxies.ts';
export {
  type Place,
  type ProxyProgram,
  type RunningProxy,
  startProxy,
} from './proxy.ts';
