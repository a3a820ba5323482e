// An echo server of Tomcat: TomcatServer.java PORT.
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

class TomcatServer {
  @ServerEndpoint("/")
  public static class Echo {
    @OnMessage(maxMessageSize = 1 << 22)
    public String onText(String text) {
      return text;
    }

    @OnMessage(maxMessageSize = 1 << 22)
    public ByteBuffer onBinary(ByteBuffer bytes) {
      return bytes;
    }

    @OnError
    public void onError(Throwable error) {}
  }

  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(Integer.parseInt(args[0]));
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    context.addParameter("org.apache.tomcat.websocket.textBufferSize", String.valueOf(1 << 22));
    context.addParameter("org.apache.tomcat.websocket.binaryBufferSize", String.valueOf(1 << 22));
    context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
    // A filter is run for a servlet only.
    Tomcat.addServlet(context, "none", new HttpServlet() {});
    context.addServletMappingDecoded("/", "none");
    tomcat.start();
  }
}
