/**
 * The proxies. The part of a configuration that passes WebSocket on is its `site`, which
 * `docs/how-to/run-behind-a-proxy.md` shows; the rest makes it run in a separate folder.
 *
 * @module
 */

import { debianVersion } from '../workspace.ts';
import type { Passage, ProxyProgram } from './proxy.ts';

const plain: Passage = { front: 'HTTP/1.1', back: 'HTTP/1.1' };
const translated: Passage = { front: 'HTTP/2', back: 'HTTP/1.1' };
const backwards: Passage = { front: 'HTTP/1.1', back: 'HTTP/2' };
const whole: Passage = { front: 'HTTP/2', back: 'HTTP/2' };

/** All of them. */
export const proxies: readonly ProxyProgram[] = [
  {
    id: 'nginx',
    name: 'nginx',
    path: '/usr/sbin/nginx',
    version: () => debianVersion('nginx'),
    passages: [plain],
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
    passages: [plain, translated, backwards, whole],
    args: (_, file) => ['-db', '-f', file],
    frame: (site) => `${site}\n`,
    site: ({ listen, target, both, front, back }) => `defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  timeout tunnel 60s
frontend websocket
  bind ${listen} ssl crt ${both} alpn ${front === 'HTTP/2' ? 'h2' : 'http/1.1'}
  default_backend server
backend server
  server ours 127.0.0.1:${target}${back === 'HTTP/2' ? ' proto h2' : ''}`,
  },
  {
    id: 'apache',
    name: 'Apache httpd',
    path: '/usr/sbin/apache2',
    version: () => debianVersion('apache2-bin'),
    passages: [plain, translated],
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
    site: ({ listen, target, certificate, key, front }) => `Listen ${listen}
<VirtualHost ${listen}>${front === 'HTTP/2' ? '\n  Protocols h2\n  H2WebSockets on' : ''}
  SSLEngine on
  SSLCertificateFile ${certificate}
  SSLCertificateKeyFile ${key}
  ProxyPreserveHost on
  ProxyTimeout 60
  ProxyPass / http://127.0.0.1:${target}/ upgrade=websocket
</VirtualHost>`,
  },
  {
    id: 'nghttpx',
    name: 'nghttpx',
    path: '/usr/sbin/nghttpx',
    version: () => debianVersion('nghttp2-proxy'),
    passages: [translated, whole],
    args: (_, file) => [`--conf=${file}`, '--workers=1'],
    frame: (site) => `${site}\n`,
    site: ({ listen, target, certificate, key, back }) => `frontend=${listen.replace(':', ',')}
backend=127.0.0.1,${target}${back === 'HTTP/2' ? ';;proto=h2' : ''}
private-key-file=${key}
certificate-file=${certificate}
no-ocsp=yes`,
  },
  {
    id: 'lighttpd',
    name: 'lighttpd',
    path: '/usr/sbin/lighttpd',
    version: () => debianVersion('lighttpd'),
    answersWith: 1006,
    lacks:
      'it drops what comes in one packet with END_STREAM: the answer of a client to a Close frame',
    passages: [translated],
    args: (_, file) => ['-D', '-f', file],
    frame: (site, folder) => `server.document-root = "${folder}"
server.errorlog = "${folder}/error.log"
${site}
`,
    site: ({ listen, target, certificate, key }) => `server.modules = ("mod_openssl", "mod_proxy")
server.bind = "${listen.split(':')[0]!}"
server.port = ${listen.split(':')[1]!}
server.feature-flags += ("server.h2proto" => "enable")
ssl.engine = "enable"
ssl.pemfile = "${certificate}"
ssl.privkey = "${key}"
proxy.server = ("" => (("host" => "127.0.0.1", "port" => ${target})))
proxy.header = ("upgrade" => "enable")`,
  },
];

/** The modules that its site needs. */
const apacheModules = [
  'mpm_event',
  'authz_core',
  'http2',
  'proxy',
  'proxy_http',
  'proxy_wstunnel',
  'socache_shmcb',
  'ssl',
];

function loadModule(name: string): string {
  return `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`;
}
