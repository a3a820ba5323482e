// An echo server of Jetty: JettyServer.java PORT.
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.server.WebSocketHandler;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;

class JettyServer {
  static final int MOST_BYTES = 1 << 22;

  public static class Echo extends WebSocketAdapter {
    @Override
    public void onWebSocketText(String text) {
      getRemote().sendStringByFuture(text);
    }

    @Override
    public void onWebSocketBinary(byte[] bytes, int offset, int length) {
      getRemote().sendBytesByFuture(ByteBuffer.wrap(bytes, offset, length));
    }
  }

  public static void main(String[] args) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    server.setHandler(new WebSocketHandler() {
      @Override
      public void configure(WebSocketServletFactory factory) {
        factory.getPolicy().setMaxTextMessageSize(MOST_BYTES);
        factory.getPolicy().setMaxBinaryMessageSize(MOST_BYTES);
        factory.setCreator((request, response) -> new Echo());
      }
    });
    server.start();
  }
}
