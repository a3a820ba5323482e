# One worker, with an HTTP socket that starts it and the way to this machine.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ( name = "main", worker = .worker ),
    ( name = "internet", network = (
      allow = ["local"],
      tlsOptions = ( trustedCertificates = [ embed "authority.pem" ] )
    ) ),
  ],
  sockets = [ ( name = "http", address = "127.0.0.1:0", http = (), service = "main" ) ],
);

const worker :Workerd.Worker = (
  modules = [ ( name = "worker", esModule = embed "worker.js" ) ],
  compatibilityDate = "2026-11-01",
);
