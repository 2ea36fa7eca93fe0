package dev.millrace.local.gateway;

/// The gateway's port is taken by another process.
public final class PortInUseException extends RuntimeException {

  private final int port;

  PortInUseException(int port, Throwable cause) {
    super(
        "Port %d of 127.0.0.1 is in use by another process; stop that process, or choose another port (--port 0 takes any free one)"
            .formatted(port),
        cause);
    this.port = port;
  }

  /// The port that was asked for.
  public int port() {
    return port;
  }
}
