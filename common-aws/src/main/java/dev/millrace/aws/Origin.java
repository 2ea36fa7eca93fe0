package dev.millrace.aws;

import software.amazon.awssdk.http.SdkHttpRequest;

/// Whom a connection leads to.
record Origin(boolean tls, String host, int port) {

  static Origin of(SdkHttpRequest request) {
    return new Origin(request.protocol().equals("https"), request.host(), request.port());
  }
}
