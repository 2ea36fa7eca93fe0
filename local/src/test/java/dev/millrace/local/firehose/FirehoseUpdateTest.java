package dev.millrace.local.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.time.StackClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.firehose.model.ConcurrentModificationException;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.LimitExceededException;
import software.amazon.awssdk.services.firehose.model.ListTagsForDeliveryStreamResponse;
import software.amazon.awssdk.services.firehose.model.Tag;

class FirehoseUpdateTest {

  @TempDir private Path folder = Path.of("");

  private World world = new World(Functions.NONE);

  @AfterEach
  void stop() {
    world.close();
  }

  private void restart(Path journal) {
    var clock = StackClock.frozenAt(world.clock.instant());
    world.close();
    world =
        new World(clock, new FakeS3(), Functions.NONE, _ -> Optional.empty(), Optional.of(journal));
  }

  private void update(String version, Consumer<ExtendedS3DestinationUpdate.Builder> update) {
    world.firehose.updateDestination(u ->
        u.deliveryStreamName("orders")
            .currentDeliveryStreamVersionId(version)
            .destinationId("destinationId-000000000001")
            .extendedS3DestinationUpdate(update));
  }

  private DeliveryStreamDescription description() {
    return world
        .firehose
        .describeDeliveryStream(d -> d.deliveryStreamName("orders"))
        .deliveryStreamDescription();
  }

  @Test
  void whatIsLeftOutStaysAsItIs() throws InterruptedException {
    world.create(e -> e.prefix("old/"));
    world.put("one,");
    update("1", u -> u.prefix("new/"));
    world.put("two,");
    world.pass(Duration.ofMinutes(1));

    assertThat(world.s3.texts("bucket/new/")).containsExactly("one,two,");
    var s3 = description().destinations().getFirst().extendedS3DestinationDescription();
    assertThat(s3.prefix()).isEqualTo("new/");
    assertThat(s3.bufferingHints().intervalInSeconds()).isEqualTo(60);
    assertThat(description().versionId()).isEqualTo("2");
    assertThat(description().lastUpdateTimestamp()).isEqualTo(World.START);
  }

  @Test
  void aShorterIntervalCountsAtOnce() throws InterruptedException {
    world.create(e -> {});
    world.put("one");
    world.pass(Duration.ofSeconds(20));
    update("1", u -> u.bufferingHints(b -> b.sizeInMBs(1).intervalInSeconds(10)));
    world.await();

    assertThat(world.s3.texts("bucket/")).containsExactly("one");
  }

  @Test
  void theVersionAndTheDestinationMustBeRight() {
    world.create(e -> {});
    update("1", u -> u.prefix("a/"));

    assertThatThrownBy(() -> update("1", u -> u.prefix("b/")))
        .isInstanceOf(ConcurrentModificationException.class)
        .hasMessageContaining("must be 2, was 1");
    assertThatThrownBy(() -> update("2", u -> u.prefix("!{timestamp:yyyy}/")))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("ErrorOutputPrefix is required");
    assertThatThrownBy(
            () -> update("2", u -> u.dynamicPartitioningConfiguration(d -> d.enabled(true))))
        .hasMessageContaining("Enabled cannot be changed");
    assertThatThrownBy(() ->
            world.firehose.updateDestination(u ->
                u.deliveryStreamName("orders")
                    .currentDeliveryStreamVersionId("2")
                    .destinationId("destinationId-000000000002")
                    .extendedS3DestinationUpdate(e -> e.prefix("b/"))))
        .hasMessageContaining("DestinationId must be destinationId-000000000001");
    assertThat(description().versionId()).isEqualTo("2");
  }

  @Test
  void settingsAndTagsOutliveAKill() throws Exception {
    restart(folder.resolve("firehose.journal"));
    world.create(e -> e.prefix("old/"));
    world.put("one,");
    update("1", u -> u.prefix("new/"));
    tag("team", "data");

    restart(Files.copy(folder.resolve("firehose.journal"), folder.resolve("copy")));
    world.put("two,");
    world.pass(Duration.ofMinutes(1));

    assertThat(world.s3.texts("bucket/new/")).containsExactly("one,two,");
    assertThat(description().versionId()).isEqualTo("2");
    assertThat(tags(null).tags()).containsExactly(Tag.builder().key("team").value("data").build());
  }

  private void tag(String key, String value) {
    world.firehose.tagDeliveryStream(
        t -> t.deliveryStreamName("orders").tags(Tag.builder().key(key).value(value).build()));
  }

  private ListTagsForDeliveryStreamResponse tags(@Nullable Integer limit) {
    return world.firehose.listTagsForDeliveryStream(
        l -> l.deliveryStreamName("orders").limit(limit));
  }

  @Test
  void tagsAreAddedReplacedAndTaken() {
    world.firehose.createDeliveryStream(c ->
        c.deliveryStreamName("orders")
            .tags(Tag.builder().key("b").value("1").build())
            .extendedS3DestinationConfiguration(e -> World.destination(e, d -> {})));
    tag("a", "");
    tag("b", "2");

    assertThat(tags(1).tags()).extracting(Tag::key).containsExactly("a");
    assertThat(tags(1).hasMoreTags()).isTrue();
    assertThat(tags(null).tags()).extracting(Tag::value).containsExactly("", "2");
    world.firehose.untagDeliveryStream(u -> u.deliveryStreamName("orders").tagKeys("a", "z"));
    assertThat(tags(null).tags()).extracting(Tag::key).containsExactly("b");
  }

  @Test
  void moreThanFiftyTagsAreRefused() {
    world.create(e -> {});
    var tags =
        IntStream.range(0, 51).mapToObj(i -> Tag.builder().key("k" + i).value("").build()).toList();

    assertThatThrownBy(
            () -> world.firehose.tagDeliveryStream(t -> t.deliveryStreamName("orders").tags(tags)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("at most 50 tags, was 51");
    assertThatThrownBy(() -> tag("aws:x", "")).hasMessageContaining("must not start with aws:");
    assertThatThrownBy(() -> tag("k".repeat(129), "")).hasMessageContaining("tags.1.member.key");
  }
}
