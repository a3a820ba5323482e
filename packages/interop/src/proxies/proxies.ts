/**
 * The proxies. The part of a configuration that passes WebSocket on is its `site`, which
 * `docs/how-to/run-behind-a-proxy.md` shows; the rest makes it run in a separate folder.
 *
 * @module
 */

import { debianVersion } from '../workspace.ts';
import type { ProxyProgram } from './proxy.ts';

/** All of them. */
export const proxies: readonly ProxyProgram[] = [
  {
    id: 'nginx',
    name: 'nginx',
    path: '/usr/sbin/nginx',
    version: () => debianVersion('nginx'),
    args: (folder, file) => ['-p', folder, '-c', file, '-e', 'stderr', '-g', 'daemon off;'],
    frame: (site, folder) => `user root;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${site}
}
`,
    site: ({ listen, target, certificate, key }) => `server {
  listen ${listen} ssl;
  ssl_certificate ${certificate};
  ssl_certificate_key ${key};
  location / {
    proxy_pass http://127.0.0.1:${target};
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection upgrade;
    proxy_read_timeout 60s;
  }
}`,
  },
  {
    id: 'haproxy',
    name: 'HAProxy',
    path: '/usr/sbin/haproxy',
    version: () => debianVersion('haproxy'),
    args: (_, file) => ['-db', '-f', file],
    frame: (site) => `${site}\n`,
    site: ({ listen, target, both }) => `defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  timeout tunnel 60s
frontend websocket
  bind ${listen} ssl crt ${both} alpn http/1.1
  default_backend server
backend server
  server ours 127.0.0.1:${target}`,
  },
  {
    id: 'apache',
    name: 'Apache httpd',
    path: '/usr/sbin/apache2',
    version: () => debianVersion('apache2-bin'),
    args: (folder, file) => ['-d', folder, '-f', file, '-DFOREGROUND'],
    frame: (site, folder) => `${apacheModules.map(loadModule).join('\n')}
ServerName localhost
DefaultRuntimeDir ${folder}
PidFile ${folder}/apache.pid
Mutex file:${folder}
User www-data
Group www-data
ErrorLog ${folder}/error.log
${site}
`,
    site: ({ listen, target, certificate, key }) => `Listen ${listen}
<VirtualHost ${listen}>
  SSLEngine on
  SSLCertificateFile ${certificate}
  SSLCertificateKeyFile ${key}
  ProxyPreserveHost on
  ProxyTimeout 60
  ProxyPass / http://127.0.0.1:${target}/ upgrade=websocket
</VirtualHost>`,
  },
];

/** The modules that its site needs. */
const apacheModules = [
  'mpm_event',
  'authz_core',
  'proxy',
  'proxy_http',
  'proxy_wstunnel',
  'socache_shmcb',
  'ssl',
];

function loadModule(name: string): string {
  return `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`;
}
