package dev.millrace.local.sns;

import java.util.ArrayList;
import java.util.List;

/// Queues that keep what they are given, and refuse when told to.
final class FakeQueues implements Queues {

  /// A message that is never taken.
  static final String IMPOSSIBLE = "impossible";

  private final List<Delivery> taken = new ArrayList<>();
  private int refusals;

  synchronized void refuse(int times) {
    refusals = times;
  }

  synchronized List<Delivery> taken() {
    return List.copyOf(taken);
  }

  @Override
  public synchronized void send(Delivery delivery) {
    if (delivery.body().equals(IMPOSSIBLE)) {
      throw new UndeliverableException("not this one", new IllegalStateException());
    }
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("the queue is down");
    }
    taken.add(delivery);
  }
}
