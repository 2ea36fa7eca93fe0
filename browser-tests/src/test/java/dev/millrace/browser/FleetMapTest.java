package dev.millrace.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.dashboard.Dashboard;
import dev.millrace.common.KplPacker;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.stack.SdkClients;
import dev.millrace.local.stack.Stack;
import dev.millrace.local.stack.StackOptions;
import dev.millrace.local.time.StackClock;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;

/// The live map in Chromium, as an anonymous visitor of a stack that enforces IAM.
class FleetMapTest {

  private static final List<String> FLEET = List.of("Shadowfax", "Rocinante", "Bucephalus");
  private static final String HOSTILE = "<img src=x id=hostile>";

  private static Chromium chromium;
  private static Stack stack;
  private static SdkClients clients;
  private static URI map;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    stack =
        Stack.start(
            new StackOptions(
                    Path.of("..", "template.yaml"),
                    Map.of("PublicMap", "true"),
                    "map",
                    0,
                    FunctionMode.IN_PROCESS,
                    StackClock.ticking(),
                    Optional.empty())
                .withEnforcedIam());
    map = Dashboard.add(stack).resolve("map/");
    clients = new SdkClients(stack.endpoint());
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
      stack.close();
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    chromium.go(map);
    chromium.awaitText("#status", "record");
  }

  @Test
  void unicornsMoveAndTellAboutThemselves() {
    for (var second = 0; second < 10; second++) {
      for (var unicorn = 0; unicorn < FLEET.size(); unicorn++) {
        // 0.001 degrees of latitude are 111.2 m: 400 km/h
        put(reading(FLEET.get(unicorn), second, 42.3 + unicorn * 0.01 + second * 0.001));
      }
    }

    chromium.awaitCount(".unicorn", 3);
    chromium.click("#unicorns li[data-name=Rocinante] button");
    chromium.awaitText("#details", "12:00:09 UTC");
    chromium.awaitText("#details", "400 km/h");
    assertThat(chromium.find(".unicorn.chosen").getText()).isEqualTo("Rocinante");
    assertThat(chromium.attribute(".unicorn.chosen .trail", "points").split(" ", -1)).hasSize(10);
    chromium.awaitCount("#details .spark polyline", 2);
    chromium.screenshot("map");
    chromium.click("#whole");
    chromium.screenshot("world");
    chromium.assertQuiet();
  }

  @Test
  void whoIsSilentForHalfAMinuteIsGone() {
    put(reading("Hengroen", 0, 10));
    chromium.find("#unicorns li[data-name=Hengroen]");

    chromium.run("const now = Date.now; Date.now = () => now() + 31_000");

    chromium.awaitCount(".unicorn", 0);
    chromium.awaitText("#nobody", "Nobody");
  }

  @Test
  void aggregatesAreUnpackedAndNamesAreTextWhateverTheySay() {
    var packer = new KplPacker();
    packer.add("a", null, reading(HOSTILE, 0, 20).getBytes(StandardCharsets.UTF_8));
    packer.add("b", null, reading("Llamrei", 0, 21).getBytes(StandardCharsets.UTF_8));
    put(SdkBytes.fromByteArray(packer.pack()));

    chromium.find("#unicorns li[data-name=Llamrei]");
    chromium.awaitText("#unicorns", HOSTILE);

    chromium.awaitCount("#hostile", 0);
    chromium.assertQuiet();
  }

  @Test
  void aSplitIsFollowed() {
    var shard =
        clients.kinesis().listShards(list -> list.streamName("wildrydes")).shards().getLast();
    var range = shard.hashKeyRange();
    var middle =
        new BigInteger(range.startingHashKey())
            .add(new BigInteger(range.endingHashKey()))
            .shiftRight(1);
    clients
        .kinesis()
        .splitShard(split ->
            split
                .streamName("wildrydes")
                .shardToSplit(shard.shardId())
                .newStartingHashKey(middle.toString()));

    put(reading("Pegasus", 0, 30));

    chromium.find("#unicorns li[data-name=Pegasus]");
    chromium.assertQuiet();
  }

  private static void put(String data) {
    put(SdkBytes.fromUtf8String(data));
  }

  private static void put(SdkBytes data) {
    clients
        .kinesis()
        .putRecord(put -> put.streamName("wildrydes").partitionKey("fleet").data(data));
  }

  private static String reading(String name, int second, double latitude) {
    return """
    {"Name": "%s", "StatusTime": "2026-03-01 12:00:%02d.000", "Latitude": %f, "Longitude": -72.0,
     "Distance": 150, "MagicPoints": %d, "HealthPoints": %d}\
    """
        .formatted(name, second, latitude, 100 + second * 3, 150 - second * 2);
  }
}
