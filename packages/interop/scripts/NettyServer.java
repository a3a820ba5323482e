// An echo server of Netty: NettyServer.java PORT.
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;

class NettyServer {
  static final int MOST_BYTES = 1 << 22;

  static class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (frame instanceof TextWebSocketFrame) {
        context.writeAndFlush(new TextWebSocketFrame(frame.content().retain()));
      } else if (frame instanceof BinaryWebSocketFrame) {
        context.writeAndFlush(new BinaryWebSocketFrame(frame.content().retain()));
      }
    }

    // The handler before it closes for a frame that is wrong; there is nothing to add.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {}
  }

  // Requests that are not for the WebSocket, as the handler before it sees them.
  static class NotFound extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      FullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
      response.headers().set("Content-Length", 0);
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  public static void main(String[] args) throws Exception {
    ChannelInitializer<SocketChannel> pipeline = new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(65536),
            new WebSocketServerCompressionHandler(),
            new WebSocketServerProtocolHandler("/", null, true, MOST_BYTES),
            new NotFound(),
            new WebSocketFrameAggregator(MOST_BYTES),
            new Echo());
      }
    };
    new ServerBootstrap()
        .group(new NioEventLoopGroup())
        .channel(NioServerSocketChannel.class)
        .childHandler(pipeline)
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync();
  }
}
