# The echo server of workerd-server.js: workerd serve --socket-addr=http=127.0.0.1:PORT workerd-server.capnp.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [ (name = "main", worker = .echo) ],
  sockets = [ (name = "http", address = "127.0.0.1:0", http = (), service = "main") ]
);

const echo :Workerd.Worker = (
  modules = [ (name = "worker", esModule = embed "workerd-server.js") ],
  compatibilityDate = "2026-04-07"
);
