package dev.millrace.fleet.kinesis;

import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Where Kinesis is called, with the credentials that the SDK finds.
///
/// @param override in place of the region's own endpoint
public record Endpoint(String region, @Nullable URI override) implements Serializable {

  KinesisClient client() {
    var builder =
        KinesisClient.builder()
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.of(region));
    if (override != null) {
      builder.endpointOverride(override);
    }
    return builder.build();
  }
}
