package dev.millrace.local.gateway;

import java.util.Locale;

/// The names under which a request may ask for this machine.
///
/// A web page that resolves its own name to 127.0.0.1 (DNS rebinding) sends that name as the host,
/// so only names that can never belong to someone else are let in.
final class LocalHost {

  private LocalHost() {}

  /// @param host a host without a port
  static boolean isLocal(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("127.0.0.1")
        || name.equals("[::1]")
        || name.equals("::1");
  }
}
