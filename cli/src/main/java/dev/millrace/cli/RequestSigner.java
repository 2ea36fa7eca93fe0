package dev.millrace.cli;

import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.Region;

/// Signs requests of AWS's JSON protocol with the credentials of the usual AWS settings.
final class RequestSigner {

  /// Set by the client that sends the request, to the same values.
  private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

  private final String service;
  private final Region region;
  private final AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();

  RequestSigner(String service, Region region) {
    this.service = service;
    this.region = region;
  }

  /// Adds a signature to a request that has everything else.
  void sign(HttpRequest.Builder request, byte[] body) {
    var plain = request.copy().build();
    var unsigned = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(plain.uri());
    plain.headers().map().forEach(unsigned::putHeader);
    var signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(credentials.resolveCredentials())
                    .request(unsigned.build())
                    .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            request.setHeader(name, values.getFirst());
          }
        });
  }
}
