package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.mapping.MappingConfig;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamEventTest {

  private static final String PATH = "Resources/F/Properties/Events/E/Properties";

  /// A stack that nothing may be asked of.
  static final class NoDeployment implements Deployment {
    @Override
    public DomainResource.Domain createDomain(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public Path templateFolder() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void createBucket(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public void createFunction(FunctionConfig function, String role) {
      throw new UnsupportedOperationException(function.toString());
    }

    @Override
    public void createMapping(MappingConfig mapping, boolean enabled) {
      throw new UnsupportedOperationException(mapping.toString());
    }
  }

  private static MappingConfig mapping(Map<String, Object> onFailure) {
    var properties =
        new Properties(
            PATH,
            Map.of(
                "Stream",
                "arn:aws:kinesis:us-east-1:000000000000:stream/s",
                "StartingPosition",
                "LATEST",
                "DestinationConfig",
                Map.of("OnFailure", onFailure),
                "ParallelizationFactor",
                7));
    var context =
        new ResourceType.Context(
            "shop",
            "us-east-1",
            "000000000000",
            new AwsApi(URI.create("http://127.0.0.1:1")),
            new NoDeployment());
    return StreamEvent.mapping(
        properties, context, "consumer", "arn:aws:iam::000000000000:role/consumer");
  }

  @ParameterizedTest
  @CsvSource({
    "SQS, arn:aws:sqs:us-east-1:000000000000:failures",
    "SNS, arn:aws:sns:us-east-1:000000000000:failures",
    "S3, arn:aws:s3:::failures"
  })
  @Proves(Rule.DESTINATION_KINDS)
  void aDestinationIsItsArnWithOrWithoutType(String type, String arn) {
    assertThat(mapping(Map.of("Type", type, "Destination", arn)).onFailure()).contains(arn);
    assertThat(mapping(Map.of("Destination", arn)).onFailure()).contains(arn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          S3 ~ arn:aws:sqs:us-east-1:000000000000:failures ~ /Type must be SQS, as Destination arn:aws:sqs:us-east-1:000000000000:failures is, was S3
          Lambda ~ arn:aws:s3:::failures ~ /Type must be S3, as Destination arn:aws:s3:::failures is, was Lambda
          SNS ~ arn:aws:sns:us-east-1:000000000000:failures.fifo ~ /Destination: OnFailure destination must be a standard topic, not a FIFO topic, was arn:aws:sns:us-east-1:000000000000:failures.fifo
          Lambda ~ arn:aws:lambda:us-east-1:000000000000:function:f ~ /Destination: OnFailure destination must be the ARN of an SQS queue, an SNS topic or an S3 bucket; others are not supported, was arn:aws:lambda:us-east-1:000000000000:function:f
          """)
  void aDestinationThatCannotWorkIsRefusedByName(String type, String arn, String message) {
    assertThatThrownBy(() -> mapping(Map.of("Type", type, "Destination", arn)))
        .isInstanceOf(TemplateException.class)
        .hasMessage(PATH + "/DestinationConfig/OnFailure" + message);
  }

  @Test
  void theParallelizationFactorIsTaken() {
    var config = mapping(Map.of("Destination", "arn:aws:s3:::failures"));

    assertThat(config.parallelizationFactor()).isEqualTo(7);
  }

  @Test
  void aDestinationIsNotMadeUpFromItsTypeAlone() {
    assertThatThrownBy(() -> mapping(Map.of("Type", "S3")))
        .hasMessage(PATH + "/DestinationConfig/OnFailure/Destination is required");
  }
}
