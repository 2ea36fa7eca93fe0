package dev.millrace.local.gateway;

/// Sees every call that may be answered, and decides what becomes of it.
@FunctionalInterface
public interface Interceptor {

  /// Ends the exchange in one of its ways, once; on a virtual thread, so it may block.
  void handle(Exchange exchange) throws Exception;
}
