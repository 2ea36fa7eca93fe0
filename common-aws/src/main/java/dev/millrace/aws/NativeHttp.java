package dev.millrace.aws;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/// HTTP by the AWS Common Runtime, for functions that bring it along.
///
/// Its TLS is native code, which is ready at once, where that of Java has to be loaded and
/// compiled. It trusts whom the operating system trusts. It adds some megabytes to an archive, so
/// only container images have it.
final class NativeHttp {

  private static final String CLIENT = "software.amazon.awssdk.http.crt.AwsCrtHttpClient";

  private NativeHttp() {}

  static boolean isThere() {
    return NativeHttp.class.getResource("/" + CLIENT.replace('.', '/') + ".class") != null;
  }

  /// @param answerTimeout how long an answer may make no progress, in whole seconds
  static SdkHttpClient open(Duration connectTimeout, Duration answerTimeout) {
    return AwsCrtHttpClient.builder()
        .connectionTimeout(connectTimeout)
        .connectionHealthConfiguration(
            health -> health.minimumThroughputInBps(1L).minimumThroughputTimeout(answerTimeout))
        .build();
  }
}
