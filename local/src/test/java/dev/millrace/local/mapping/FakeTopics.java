package dev.millrace.local.mapping;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/// An SNS that keeps what is published, unless it is down.
final class FakeTopics implements SnsClient {

  private final List<PublishRequest> published = new ArrayList<>();
  private int refusals;

  synchronized void refuse(int times) {
    refusals = times;
  }

  @Override
  public synchronized PublishResponse publish(PublishRequest request) {
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("topic " + request.topicArn() + " is down");
    }
    published.add(request);
    return PublishResponse.builder().messageId(Integer.toString(published.size())).build();
  }

  synchronized List<PublishRequest> published() {
    return List.copyOf(published);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
