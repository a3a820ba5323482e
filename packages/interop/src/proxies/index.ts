/** Proxies between the ends. @module */
export { proxies } from './proxies.ts';
export {
  type Passage,
  type Place,
  type ProxyProgram,
  type RunningProxy,
  startProxy,
  type Version,
} from './proxy.ts';
