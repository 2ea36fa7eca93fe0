package dev.millrace.aws;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A connection to a service, with TLS or without.
final class Connection implements Closeable {

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private Instant idleSince = Instant.MAX;

  private Connection(SocketChannel channel, Socket socket) throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /// Connects, and with TLS makes sure of whom it has connected to.
  static Connection open(
      Origin origin, Duration connectTimeout, Duration answerTimeout, Supplier<SocketFactory> tls)
      throws IOException {
    var address = new InetSocketAddress(origin.host(), origin.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(origin.host());
    }
    var channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(address, Math.toIntExact(connectTimeout.toMillis()));
      channel.socket().setSoTimeout(Math.toIntExact(answerTimeout.toMillis()));
      return new Connection(
          channel, origin.tls() ? secured(channel.socket(), origin, tls.get()) : channel.socket());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Socket secured(Socket plain, Origin origin, SocketFactory tls) throws IOException {
    var factory = (SSLSocketFactory) tls;
    var socket = (SSLSocket) factory.createSocket(plain, origin.host(), origin.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  void idleSince(Instant time) {
    idleSince = time;
  }

  /// Whether it was in use after a time and is still open. What comes without having been asked for
  /// is mostly the end, so then it is not usable either.
  boolean isUsable(Instant earliest) {
    if (idleSince.isBefore(earliest)) {
      return false;
    }
    try {
      channel.configureBlocking(false);
      var read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + socket, e);
    }
  }
}
