package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// An S3 that notes the keys it is given and hands the objects on, if there is someone to take
/// them. It can lose its answers.
final class FakeBuckets implements S3Client {

  private final List<String> keys = new ArrayList<>();
  private final List<S3Client> next;
  private int lostAnswers;

  FakeBuckets(S3Client... next) {
    this.next = List.of(next);
  }

  synchronized void loseAnswers(int times) {
    lostAnswers = times;
  }

  @Override
  public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    next.forEach(client -> client.putObject(request, body));
    keys.add(request.key());
    if (lostAnswers > 0) {
      lostAnswers--;
      throw new IllegalStateException("the connection broke before the answer came");
    }
    return PutObjectResponse.builder().build();
  }

  /// The key of every put, in order.
  synchronized List<String> keys() {
    return List.copyOf(keys);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
