package dev.millrace.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fleet.RandomReadings.Sent;
import dev.millrace.fleet.kinesis.MalformedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TotalsTest {

  private static final Instant MINUTE = Instant.parse("2026-11-01T12:00:00Z");

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void areThoseOfALoopInWhateverOrderReadingsCome(long seed) throws MalformedException {
    var random = new Random(seed);
    var sent = RandomReadings.of(List.of("Shadowfax"), MINUTE, 1 + random.nextInt(60), random);
    var shuffled = new ArrayList<>(sent);
    Collections.shuffle(shuffled, random);

    var summary = new Summary("Shadowfax", MINUTE.toEpochMilli(), totals(shuffled));

    assertThat(List.of(new String(summary.json(), UTF_8)))
        .isEqualTo(RandomReadings.summaries(sent));
  }

  private static Totals totals(List<Sent> sent) throws MalformedException {
    var totals = new ArrayList<Totals>();
    for (var each : sent) {
      new ReadingDecoder()
          .decode(
              each.json(),
              (reading, time) -> {
                assertThat(time).isEqualTo(each.time().toEpochMilli());
                totals.add(Totals.of(reading));
              });
    }
    return totals.stream().reduce(Totals::plus).orElseThrow();
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @Test
  void flinkKeepsThemFieldByField() {
    assertThat(List.of(Reading.class, Totals.class, Summary.class))
        .allSatisfy(type -> assertThat(TypeInformation.of(type)).isInstanceOf(PojoTypeInfo.class));
  }
}
