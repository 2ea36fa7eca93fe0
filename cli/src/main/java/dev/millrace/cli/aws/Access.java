package dev.millrace.cli.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Where AWS's services are called.
///
/// @param stack a stack of this machine; empty for the account and region of the usual AWS settings
public record Access(Optional<URI> stack) {

  /// The region of a local stack.
  public static final String REGION = "us-east-1";

  /// Clients of a stack.
  public static Access at(URI endpoint) {
    return new Access(Optional.of(endpoint));
  }

  /// Has a client call there. A stack's credentials mean nothing, but the SDK wants some.
  public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B to(B builder) {
    // by name: there may be other HTTP clients on the class path
    builder.httpClientBuilder(Apache5HttpClient.builder());
    stack.ifPresent(endpoint ->
        builder
            .endpointOverride(endpoint)
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
    return builder;
  }

  /// A client of S3, whose buckets a stack has in paths.
  public S3Client s3() {
    return to(S3Client.builder().forcePathStyle(stack.isPresent())).build();
  }
}
