package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.faults.Faults;
import dev.millrace.local.faults.Injected;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/// The whole template under random schedules of faults: nothing is lost, and what counts once
/// counts once.
///
/// `-Dmillrace.faultSchedules=N` sets how many, `-Dmillrace.firstFaultSchedule=S` which comes
/// first; so `-Dmillrace.faultSchedules=1 -Dmillrace.firstFaultSchedule=S` runs one that failed.
class PipelinesUnderFaultsTest {

  private static final long FIRST = Long.getLong("millrace.firstFaultSchedule", 0);
  private static final long SCHEDULES = Long.getLong("millrace.faultSchedules", 3);

  private final List<String> violations = new ArrayList<>();
  private final Map<String, Long> injected = new TreeMap<>();
  private long givenUp;

  @Test
  void nothingIsLostAndWhatCountsOnceCountsOnce() {
    var began = System.nanoTime();
    var parameters = Map.of("FleetShards", "2", "TripBackoffBase", "PT0.01S");
    try (var backend = new EmbeddedBackend(parameters)) {
      var fresh = backend.stack().checkpoint();
      for (var seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
        fresh.restore();
        run(FaultSchedule.of(seed), backend);
      }
    }
    System.out.printf(
        "pipelines under faults: %d schedules from seed %d in %d s, %d faults injected %s,"
            + " %d records given up, violations in %d schedules%n",
        SCHEDULES,
        FIRST,
        (System.nanoTime() - began) / 1_000_000_000,
        injected.values().stream().mapToLong(Long::longValue).sum(),
        injected,
        givenUp,
        violations.size());
    assertThat(violations).isEmpty();
  }

  private void run(FaultSchedule schedule, EmbeddedBackend backend) {
    var faults = backend.stack().faults();
    faults.set(schedule.plan());
    try {
      schedule.steps().forEach(step -> perform(step, backend));
      backend.settle();
      var found = check(schedule, backend, faults.injected());
      if (!found.isEmpty()) {
        violated(schedule, String.join("; ", found), faults);
      }
    } catch (RuntimeException e) {
      violated(schedule, e.toString(), faults);
    }
  }

  private void violated(FaultSchedule schedule, String what, Faults faults) {
    violations.add("seed %d: %s; %s".formatted(schedule.seed(), what, faults.summary()));
  }

  private List<String> check(FaultSchedule schedule, EmbeddedBackend backend, List<Injected> hits) {
    hits.forEach(each -> injected.merge(each.fault(), each.times(), Long::sum));
    var pipelines = new Pipelines(backend);
    var messages = pipelines.takeFailures("WildrydesQueue", _ -> true);
    messages.addAll(pipelines.takeFailures("PipelineFailures", _ -> true));
    var lost = new GivenUp(backend.clients(), messages);
    givenUp += lost.records();
    var count = hits.stream().mapToLong(Injected::times).sum();
    return new FaultCheck(schedule, pipelines, lost, count).violations();
  }

  private static void perform(FaultSchedule.Step step, EmbeddedBackend backend) {
    switch (step) {
      case FaultSchedule.Score(var record, var user, _, var score) ->
          putScore(backend, record, user, AttributeValue.fromN(score.toPlainString()));
      case FaultSchedule.PoisonScore(var record) ->
          putScore(backend, record, "nobody", AttributeValue.fromS("many"));
      case FaultSchedule.Put(var stream, var messages) ->
          backend
              .kinesis()
              .putRecords(put ->
                  put.streamName(stream)
                      .records(messages.stream().map(PipelinesUnderFaultsTest::entry).toList()));
      case FaultSchedule.Pause(var time) -> {
        backend.stack().awaitIdle(EmbeddedBackend.PATIENCE);
        backend.stack().clock().advance(time);
      }
    }
  }

  private static void putScore(
      EmbeddedBackend backend, int record, String user, AttributeValue score) {
    backend
        .dynamoDb()
        .putItem(put ->
            put.tableName("GameScoreRecords")
                .item(
                    Map.of(
                        "RecordID", AttributeValue.fromN(String.valueOf(record)),
                        "Username", AttributeValue.fromS(user),
                        "Score", score)));
  }

  private static PutRecordsRequestEntry entry(FaultSchedule.Message message) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(message.key())
        .data(SdkBytes.fromUtf8String(message.data()))
        .build();
  }
}
