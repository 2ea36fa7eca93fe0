package dev.millrace.local.mapping.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.mapping.MappingState;
import dev.millrace.local.mapping.MappingView;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MappingRequestTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/first";
  private static final FunctionConfig FUNCTION =
      new FunctionConfig(
          "first",
          "a.B",
          "java25",
          Path.of("."),
          128,
          Duration.ofSeconds(3),
          Map.of(),
          "eu-west-1",
          "123456789012",
          10);

  /// Every setting that can be switched off, switched on.
  private static final String EVERYTHING =
      """
      "BatchSize":7,
      "MaximumBatchingWindowInSeconds":11,
      "MaximumRetryAttempts":3,
      "MaximumRecordAgeInSeconds":61,
      "BisectBatchOnFunctionError":true,
      "FunctionResponseTypes":["ReportBatchItemFailures"],
      "TumblingWindowInSeconds":30,
      "DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:eu-west-1:123456789012:q"}}
      """;

  private static MappingConfig created(String members) {
    var request =
        """
        {"EventSourceArn":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
         "FunctionName":"first","StartingPosition":"LATEST",%s}
        """
            .formatted(members);
    return MappingRequest.toCreate(request.getBytes(UTF_8)).created("u", FUNCTION, ROLE);
  }

  private static MappingConfig updated(String members) {
    return MappingRequest.toUpdate(("{" + members + "}").getBytes(UTF_8))
        .updated(created(EVERYTHING), FUNCTION, ROLE);
  }

  /// What the API shows of a mapping.
  private static JsonNode shown(MappingConfig config) {
    var mappers = JsonMapper.shared();
    var view = new MappingView(config, MappingState.ENABLED, Instant.EPOCH, "OK");
    return mappers.readTree(mappers.writeValueAsString(MappingDocument.of(view)));
  }

  @Test
  @Proves({Rule.MAXIMUM_RETRY_ATTEMPTS, Rule.MAXIMUM_RECORD_AGE, Rule.TUMBLING_WINDOW})
  void minusOneZeroAndEmptySwitchSettingsOff() {
    var off =
        shown(
            updated(
                """
                "MaximumBatchingWindowInSeconds":0,
                "MaximumRetryAttempts":-1,
                "MaximumRecordAgeInSeconds":-1,
                "BisectBatchOnFunctionError":false,
                "FunctionResponseTypes":[],
                "TumblingWindowInSeconds":0,
                "DestinationConfig":{"OnFailure":{}}
                """));
    assertThat(off.get("MaximumBatchingWindowInSeconds").asInt()).isZero();
    assertThat(off.get("MaximumRetryAttempts").asInt()).isEqualTo(-1);
    assertThat(off.get("MaximumRecordAgeInSeconds").asInt()).isEqualTo(-1);
    assertThat(off.get("BisectBatchOnFunctionError").asBoolean()).isFalse();
    assertThat(off.get("FunctionResponseTypes").isEmpty()).isTrue();
    assertThat(off.get("TumblingWindowInSeconds").asInt()).isZero();
    assertThat(off.at("/DestinationConfig/OnFailure").isEmpty()).isTrue();
    assertThat(off.get("BatchSize").asInt()).isEqualTo(7);
  }

  @Test
  @Proves({Rule.BISECT_IS_OFF_BY_DEFAULT, Rule.UPDATE_KEEPS_WHAT_IT_DOES_NOT_NAME})
  void whatAnUpdateDoesNotSayStaysAsItIs() {
    var before = shown(created(EVERYTHING));
    for (var member : EVERYTHING.lines().toList()) {
      var name = member.substring(1, member.indexOf("\":"));
      assertThat(before.get(name).toString())
          .as("%s is shown", name)
          .isNotEqualTo(shown(created("\"Enabled\":true")).get(name).toString());
    }
    assertThat(shown(updated(""))).isEqualTo(before);
    assertThat(shown(updated("\"BatchSize\":8")).toString())
        .isEqualTo(before.toString().replace("\"BatchSize\":7", "\"BatchSize\":8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"BatchSize\":1",
        "\"BatchSize\":10000",
        "\"MaximumBatchingWindowInSeconds\":0",
        "\"MaximumBatchingWindowInSeconds\":300",
        "\"MaximumRetryAttempts\":-1",
        "\"MaximumRetryAttempts\":0",
        "\"MaximumRetryAttempts\":10000",
        "\"MaximumRecordAgeInSeconds\":-1",
        "\"MaximumRecordAgeInSeconds\":60",
        "\"MaximumRecordAgeInSeconds\":604800",
        "\"TumblingWindowInSeconds\":0",
        "\"TumblingWindowInSeconds\":1",
        "\"TumblingWindowInSeconds\":900"
      })
  @Proves({
    Rule.BATCH_SIZE,
    Rule.BATCHING_WINDOW,
    Rule.MAXIMUM_RETRY_ATTEMPTS,
    Rule.MAXIMUM_RECORD_AGE,
    Rule.TUMBLING_WINDOW
  })
  void theEndsOfEveryRangeAreAccepted(String member) {
    var name = member.substring(1, member.indexOf("\":"));
    var value = member.substring(member.indexOf(':') + 1);
    assertThat(shown(created(member)).get(name)).hasToString(value);
    assertThat(shown(updated(member)).get(name)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  @Proves(Rule.PARALLELIZATION_FACTOR)
  void theEndsOfTheParallelizationFactorAreAcceptedWithoutWindow(int factor) {
    var member = "\"ParallelizationFactor\":" + factor;
    assertThat(shown(created(member)).get("ParallelizationFactor").asInt()).isEqualTo(factor);
    var updated = shown(updated("\"TumblingWindowInSeconds\":0," + member));
    assertThat(updated.get("ParallelizationFactor").asInt()).isEqualTo(factor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaximumBatchingWindowInSeconds", "TumblingWindowInSeconds"})
  @Proves(Rule.BATCHING_WINDOW)
  void aFractionOfASecondIsRefused(String name) {
    assertThatThrownBy(() -> created("\"" + name + "\":1.5"))
        .isInstanceOf(Refusal.class)
        .hasMessage(name + " must be a whole number, was 1.5");
  }
}
