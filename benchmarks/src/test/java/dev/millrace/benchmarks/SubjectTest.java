package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class SubjectTest {

  @ParameterizedTest
  @EnumSource
  void anEventHasAsManyRecordsAsAreAskedForEachWithAnIdOfItsOwn(Subject subject) {
    var records = new JsonMapper().readTree(subject.event(1_500)).path("Records");

    assertThat(StreamSupport.stream(records.spliterator(), false))
        .hasSize(1_500)
        .extracting(record -> record.path("eventID").asString())
        .doesNotContain("")
        .doesNotHaveDuplicates();
  }
}
