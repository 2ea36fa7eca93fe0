package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.time.StackClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KinesisServerTest {

  private static final int WRITERS = 8;
  private static final int PUTS = 50;
  private static final int BATCH = 20;

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2025-11-21T12:00:00Z"));
  private final AtomicInteger published = new AtomicInteger();
  private final KinesisServer server =
      new KinesisServer(
          clock, "us-east-1", Account.ID, _ -> published.incrementAndGet(), Quotas.none());

  private int write(int writer) {
    for (int i = 0; i < PUTS; i++) {
      int first = i * BATCH;
      var entries =
          IntStream.range(first, first + BATCH)
              .mapToObj(n ->
                  new PutRecords.Entry(String.valueOf(n).getBytes(UTF_8), "writer" + writer, null))
              .toList();
      server.perform(PutRecords::apply, new PutRecords.Request("s", null, entries));
    }
    return 0;
  }

  /// Reads one shard until `expected` records came from it.
  private List<GetRecords.Item> read(int shard, int expected) {
    var iterator =
        server
            .perform(
                GetShardIterator::apply,
                new GetShardIterator.Request(
                    "s", null, Shard.id(shard), GetShardIterator.Type.TRIM_HORIZON, null, null))
            .shardIterator();
    var items = new ArrayList<GetRecords.Item>();
    while (items.size() < expected) {
      var page = server.perform(GetRecords::apply, new GetRecords.Request(iterator, 100, null));
      items.addAll(page.records());
      iterator = String.valueOf(page.nextShardIterator());
    }
    return items;
  }

  @Test
  void recordsPutAndReadAtTheSameTimeKeepTheirOrder() throws Exception {
    server.perform(CreateStream::apply, new CreateStream.Request("s", 4, null, null));
    var ranges = HashRange.uniform(4);
    var expected = new int[4];
    for (int writer = 0; writer < WRITERS; writer++) {
      var hash = HashRange.hash("writer" + writer);
      var of = ranges.stream().filter(range -> range.contains(hash)).findFirst().orElseThrow();
      expected[ranges.indexOf(of)] += PUTS * BATCH;
    }
    var tasks = new ArrayList<Callable<Object>>();
    IntStream.range(0, WRITERS).forEach(writer -> tasks.add(() -> write(writer)));
    IntStream.range(0, 4).forEach(shard -> tasks.add(() -> read(shard, expected[shard])));
    var items = new ArrayList<GetRecords.Item>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(tasks, 1, TimeUnit.MINUTES)) {
        if (done.get() instanceof List<?> read) {
          read.forEach(item -> items.add((GetRecords.Item) item));
        }
      }
    }

    var byWriter = new HashMap<String, List<Integer>>();
    for (var item : items) {
      byWriter
          .computeIfAbsent(item.partitionKey(), _ -> new ArrayList<>())
          .add(Integer.valueOf(new String(item.data(), UTF_8)));
    }
    var inOrder = IntStream.range(0, PUTS * BATCH).boxed().toList();
    assertThat(byWriter)
        .hasSize(WRITERS)
        .allSatisfy((_, read) -> assertThat(read).isEqualTo(inOrder));
    assertThat(items).extracting(GetRecords.Item::sequenceNumber).doesNotHaveDuplicates();
    assertThat(published).hasValue(WRITERS * PUTS);
  }

  @Test
  void theServiceHasEveryActionOnce() {
    assertThat(server.service().targetPrefix()).isEqualTo("Kinesis_20131202");
    assertThat(server.service().actions())
        .extracting(action -> action.name())
        .doesNotHaveDuplicates()
        .hasSize(36)
        .isSorted();
  }
}
