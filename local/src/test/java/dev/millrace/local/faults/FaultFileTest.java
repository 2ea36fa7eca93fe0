package dev.millrace.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultFileTest {

  @Test
  void aFileSaysWhatTheRulesSay() {
    var plan =
        FaultFile.parse(
            """
            seed: 7
            rules:
              - on: dynamodb:TransactWriteItems
                resource: GameScoresByUser
                fault: lost-answer
                nth: 3
              - {on: kinesis:PutRecords, from: anyone, fault: partial-failure, share: 0.25, every: 2}
              - {on: function, resource: f, fault: crash-after, probability: 0.1, times: 5}
              - {on: mapping, fault: duplicate-delivery, after: PT1S, until: PT1M}
              - {on: time, after: PT30S, fault: split-shard, stream: wildrydes}
            """,
            "faults.yaml");

    assertThat(plan)
        .isEqualTo(
            FaultPlan.of(
                    FaultRule.call("dynamodb:TransactWriteItems", new Fault.LostAnswer())
                        .resource("GameScoresByUser")
                        .nth(3),
                    FaultRule.call("kinesis:PutRecords", new Fault.PartialFailure(0.25))
                        .fromAnyone()
                        .every(2),
                    FaultRule.invocation("f", new Fault.CrashAfter()).probability(0.1).times(5),
                    FaultRule.delivery(new Fault.DuplicateDelivery())
                        .after(Duration.ofSeconds(1))
                        .until(Duration.ofMinutes(1)),
                    FaultRule.time(Duration.ofSeconds(30), new Fault.SplitShard("wildrydes")))
                .seeded(7));
  }

  @Test
  void aRandomScheduleIsRulesWithProbabilities() {
    var plan =
        FaultFile.parse(
            """
            random:
              probability: 0.4
              on: [mapping, {on: kinesis:PutRecords, resource: a}]
            """,
            "faults.yaml");

    assertThat(plan)
        .isEqualTo(
            FaultPlan.NONE.withRandom(
                0.4,
                List.of(
                    new Trigger.Delivery(Optional.empty()),
                    new Trigger.Call(Api.KINESIS, "PutRecords", Optional.of("a"), false))));
    assertThat(plan.rules()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          rule: []                                              | f.yaml/rule is not known here
          rules: 1                                              | f.yaml/rules must be a list, was 1
          rules: [1]                                            | f.yaml/rules/0 must be a mapping, was 1
          seed: a                                               | f.yaml/seed must be a whole number, was a
          rules: [{fault: throttle}]                            | f.yaml/rules/0/on is required
          rules: [{on: function}]                               | f.yaml/rules/0/fault is required
          rules: [{on: function, fault: rain}]                  | f.yaml/rules/0/fault must be one of [throttle, internal-error, latency, lost-answer, partial-failure, split-shard, merge-shards, clock-jump, crash-before, crash-after, time-out, error-before, error-after, duplicate-delivery], was rain
          rules: [{on: queue, fault: throttle}]                 | f.yaml/rules/0/on must be function, mapping, time or SERVICE:ACTION with one of the services dynamodb, kinesis, firehose, sqs, was queue
          rules: [{on: firehose:Put, fault: throttle}]          | f.yaml/rules/0: firehose: the action must be * or one of [CreateDeliveryStream, DeleteDeliveryStream, DescribeDeliveryStream, ListDeliveryStreams, PutRecord, PutRecordBatch, UpdateDestination], was Put
          rules: [{on: function, fault: throttle, nht: 1}]      | f.yaml/rules/0/nht is not known here
          rules: [{on: function, fault: throttle, by: PT1S}]    | f.yaml/rules/0/by is not known here
          rules: [{on: function, fault: throttle, nth: 0}]      | f.yaml/rules/0: a rule: nth must be at least 1, was 0
          rules: [{on: function, fault: throttle, from: anyone}] | f.yaml/rules/0/from must be there on calls of an API only, was anyone
          rules: [{on: sqs:*, fault: latency}]                  | f.yaml/rules/0/by is required
          rules: [{on: sqs:*, fault: latency, by: 5}]           | f.yaml/rules/0/by must be a text, was 5
          rules: [{on: sqs:*, fault: latency, by: 5s}]          | f.yaml/rules/0/by must be an ISO-8601 duration such as PT30S, was 5s
          rules: [{on: sqs:*, fault: crash-after}]              | f.yaml/rules/0: on sqs:*: fault must be one of [throttle, internal-error, latency, lost-answer, partial-failure, split-shard, merge-shards, clock-jump], was crash-after
          rules: [{on: time, fault: clock-jump, by: PT1S}]      | f.yaml/rules/0: on time: after must be there, and no other condition
          random: {on: [mapping]}                               | f.yaml/random/probability is required
          """)
  void whatIsWrongIsRefusedByItsPlace(String text, String message) {
    assertThatThrownBy(() -> FaultFile.parse(text, "f.yaml"))
        .isInstanceOf(FaultFileException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void brokenYamlNamesTheLine() {
    assertThatThrownBy(() -> FaultFile.parse("seed: 1\nrules: [", "f.yaml"))
        .isInstanceOf(FaultFileException.class)
        .hasMessageContaining("f.yaml is not valid YAML")
        .hasMessageContaining("line 2");
  }

  /// Every example of the documentation is a plan.
  @Test
  void theDocumentationsExamplesAreRead() throws IOException {
    var text = Files.readString(Path.of("..", "docs", "faults.md"));
    var examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(
            example -> assertThat(FaultFile.parse(example, "faults.md").rules()).isNotEmpty());
  }
}
