# An echo server of Mojolicious: mojolicious_server.pl PORT.
use Mojolicious::Lite -signatures;
use Mojo::Server::Daemon;

app->log->level('fatal');

websocket '/' => sub ($c) {
  $c->tx->max_websocket_size(4 * 1024 * 1024);
  $c->tx->with_compression;
  $c->inactivity_timeout(300);
  $c->on(text   => sub ($c, $bytes) { $c->send({text   => $bytes}) });
  $c->on(binary => sub ($c, $bytes) { $c->send({binary => $bytes}) });
};

Mojo::Server::Daemon->new(app => app, listen => ["http://127.0.0.1:$ARGV[0]"], silent => 1)->run;
