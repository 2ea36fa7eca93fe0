package dev.millrace.clients.difference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.time.StackClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Our Kinesis and the npm package kinesis-local answer the same random calls alike, except for
/// what [KnownDifference] lists.
@EnabledIfEnvironmentVariable(named = "KINESIS_LOCAL_URL", matches = "http.+")
class KinesisDifferenceTest {

  private static final int SEEDS = 12;
  private static final int CALLS = 80;

  private final EnumSet<KnownDifference> met = EnumSet.noneOf(KnownDifference.class);
  private final TreeMap<String, List<Long>> unknown = new TreeMap<>();

  @Test
  void bothAnswerAlikeExceptForWhatIsKnown() {
    try (var clock = StackClock.ticking();
        var gateway = Gateway.open(0);
        var server = new KinesisServer(clock, "us-east-1", Calls.ACCOUNT, _ -> {}, Quotas.none())) {
      gateway.add(server.service());
      for (long seed = 0; seed < SEEDS; seed++) {
        try (var ours = new Side(gateway.endpoint());
            var theirs = new Side(URI.create(System.getenv("KINESIS_LOCAL_URL")))) {
          compare(ours, theirs, seed);
        }
      }
    }

    assertThat(unknown).as("unknown differences, with their seeds").isEmpty();
    assertThat(EnumSet.complementOf(met)).as("known differences that are there no more").isEmpty();
  }

  /// Compares until the sides have become different.
  private void compare(Side ours, Side theirs, long seed) {
    var calls = new Calls(seed);
    boolean alike = true;
    for (int i = 0; i < CALLS && alike; i++) {
      var call = calls.next();
      var our = ours.answer(call);
      var their = theirs.answer(call);
      if (!our.equals(their)) {
        note(call, our, their, seed);
        alike = !our.startsWith("ok") && !their.startsWith("ok");
      }
      if (call.changes()) {
        calls.streams().forEach(theirs::settle);
      }
    }
    for (var stream : calls.streams()) {
      delete(ours, stream);
      delete(theirs, stream);
    }
  }

  private void note(Call call, String our, String their, long seed) {
    KnownDifference.find(call.label(), our, their)
        .ifPresentOrElse(
            met::add,
            () ->
                unknown
                    .computeIfAbsent(
                        "%s: ours %s, theirs %s".formatted(call.label(), our, their),
                        _ -> new ArrayList<>())
                    .add(seed));
  }

  private static void delete(Side side, String stream) {
    side.answer(
        new Call(
            "DeleteStream",
            it -> it.client.deleteStream(r -> r.streamName(stream).enforceConsumerDeletion(true))));
    side.settle(stream);
  }
}
