package dev.millrace.cli.fake;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Answers for objects that a test has put, whatever the bucket.
public final class FakeS3 implements S3Client {

  private static final int PAGE = 2;

  public final Map<String, byte[]> objects = new TreeMap<>();

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    var after = request.continuationToken() == null ? "" : request.continuationToken();
    var keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(request.prefix()) && key.compareTo(after) > 0)
            .toList();
    var page = keys.stream().limit(PAGE).toList();
    var response =
        ListObjectsV2Response.builder()
            .contents(page.stream().map(key -> S3Object.builder().key(key).build()).toList())
            .isTruncated(keys.size() > PAGE);
    if (keys.size() > PAGE) {
      response.nextContinuationToken(page.getLast());
    }
    return response.build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    var bytes = Objects.requireNonNull(objects.get(request.key()));
    return new ResponseInputStream<>(
        GetObjectResponse.builder().build(), new ByteArrayInputStream(bytes));
  }
}
