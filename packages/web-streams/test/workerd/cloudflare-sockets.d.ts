/** The module of workerd, as far as it is used here. */
declare module 'cloudflare:sockets' {
  import type { StreamPair } from '@sansocket/web-streams';

  export function connect(
    address: { hostname: string; port: number },
    options: { allowHalfOpen: boolean; secureTransport: 'off' | 'on' },
  ): StreamPair;
}
