package dev.millrace.local.services;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// SDK clients of the local port, with their defaults except for endpoint and credentials.
public final class Clients {

  private Clients() {}

  public static <B extends AwsClientBuilder<B, C>, C> C at(URI endpoint, B builder) {
    return at(endpoint, "test", Region.US_EAST_1, builder);
  }

  public static <B extends AwsClientBuilder<B, C>, C> C at(
      URI endpoint, String accessKey, Region region, B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret")))
        .build();
  }
}
