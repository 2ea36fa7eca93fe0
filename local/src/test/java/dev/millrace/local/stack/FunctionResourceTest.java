package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionResourceTest {

  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

  @TempDir private Path folder = Path.of("");

  private FakeDeployment deployed(String resources) {
    return FakeDeployment.of("Resources: " + resources, folder, Gaps.NONE);
  }

  @Test
  void whatSamMakesTogetherWithAFunctionCanBeReferredTo() {
    var deployment =
        deployed(
            """

              Worker:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.B::c
                  Runtime: java11
                  CodeUri: .
                  AutoPublishAlias: live
                  Policies: [KinesisStreamReadPolicy: {StreamName: s}, AWSLambdaExecute, {Statement: []}]
                  Events:
                    Records: {Type: Kinesis, Properties: {Stream: %s, StartingPosition: LATEST}}
              Key: {Type: AWS::KMS::Alias, Properties: {AliasName: !Sub "${WorkerRole} ${Worker.Alias} ${Worker.Version}"}}
              Id: {Type: AWS::KMS::Alias, Properties: {AliasName: !Ref WorkerRecords}}
            """
                .formatted(STREAM));

    var arn = "arn:aws:lambda:us-east-1:000000000000:function:shop-Worker";
    assertThat(deployment.ref("Key")).isEqualTo("shop-WorkerRole %s:live %s:1", arn, arn);
    assertThat(deployment.mappings)
        .singleElement()
        .satisfies(mapping -> {
          assertThat(mapping.uuid()).isEqualTo(deployment.ref("Id"));
          assertThat(mapping.functionName()).isEqualTo("shop-Worker");
          assertThat(mapping.functionArn()).endsWith("function:shop-Worker:live");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "!Ref Worker",
    "!GetAtt Worker.Arn",
    "'!Sub \"${Worker.Arn}:live\"'",
    "000000000000:function:shop-Worker"
  })
  void aPlainMappingCallsTheFunctionItNames(String function) {
    var deployment =
        deployed(
            """

              Mapping:
                Type: AWS::Lambda::EventSourceMapping
                DependsOn: Worker
                Properties: {FunctionName: %s, EventSourceArn: "%s", StartingPosition: LATEST, BatchSize: "7"}
              Worker:
                Type: AWS::Lambda::Function
                Properties: {Handler: a.B, Runtime: java8.al2, Code: ., Role: arn:aws:iam::000000000000:role/r}
            """
                .formatted(function, STREAM));

    assertThat(deployment.mappings)
        .singleElement()
        .satisfies(mapping -> {
          assertThat(mapping.functionName()).isEqualTo("shop-Worker");
          assertThat(mapping.roleArn()).isEqualTo("arn:aws:iam::000000000000:role/r");
          assertThat(mapping.streamArn()).isEqualTo(STREAM);
          assertThat(mapping.batchSize()).isEqualTo(7);
        });
  }

  @Test
  void aFunctionHasTheLayersOfItsTemplate() throws IOException {
    var layer = Files.createDirectories(folder.resolve("libs"));
    var deployment =
        deployed(
            """

              Libraries: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: libs}}
              Worker:
                Type: AWS::Serverless::Function
                Properties: {Handler: a.B, Runtime: java21, CodeUri: ., Layers: [!Ref Libraries]}
            """);

    assertThat(deployment.functions.getFirst().layers()).containsExactly(layer);
  }

  @Test
  void codeThatTheTemplateDoesNotHaveIsSaidFromOutside() throws IOException {
    var jar = Files.createFile(folder.resolve("worker.jar"));
    var yaml =
        """
        Resources:
          Worker:
            Type: AWS::Lambda::Function
            Properties:
              Handler: a.B
              Runtime: java21
              Role: r
              Code: {S3Bucket: code, S3Key: worker.zip}
        """;
    var gaps = new Gaps(Set.of(), Map.of(), Map.of("Worker", jar));

    assertThat(FakeDeployment.of(yaml, folder, gaps).functions.getFirst().code()).isEqualTo(jar);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Runtime: python3.12 ~ /Runtime must be one of java25, java21, java17, java11, java8.al2 (--skip Worker leaves the function out), was python3.12
          PackageType: Image ~ /PackageType must be Zip (--skip Worker leaves the function out), was Image
          ImageUri: shop:latest ~ /ImageUri is not supported here: functions run from code, not from images; --skip Worker leaves the function out
          InlineCode: "class A {}" ~ /InlineCode is not supported here: Java has to be compiled; --skip Worker leaves the function out
          FunctionUrlConfig: {AuthType: NONE} ~ /FunctionUrlConfig is not supported by the local stack
          CodeUri: s3://code/worker.zip ~ /CodeUri must be a file or folder on this machine (--code Worker=PATH says where), was s3://code/worker.zip
          CodeUri: {Bucket: b, Key: k} ~ /CodeUri must be a file or folder on this machine (--code Worker=PATH says where), was {Bucket=b, Key=k}
          Layers: ["arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:14"] ~ /Layers must be layers of this template, was arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:14
          Policies: [DynamoDbCrudPolicy: {TableName: t}] ~ /Policies must be managed policies, documents or templates of SAM, was {DynamoDbCrudPolicy={TableName=t}}
          Events: {Web: {Type: HttpApi}} ~ /Events/Web/Type must be Kinesis or DynamoDB, others are not supported (--skip Worker.Web leaves it out), was HttpApi
          Events: {E: {Type: Kinesis, Properties: {Stream: "arn:aws:sqs:us-east-1:000000000000:q", StartingPosition: LATEST}}} ~ /Events/E/Properties/Stream must be the ARN of a Kinesis or DynamoDB stream, others are not supported, was arn:aws:sqs:us-east-1:000000000000:q
          """)
  void whatAFunctionCannotHaveHereIsRefusedByName(String property, String message) {
    var properties =
        "{Type: AWS::Serverless::Function, Properties: {Handler: a.B, %s%s%s}}"
            .formatted(
                property.startsWith("Runtime") ? "" : "Runtime: java21, ",
                property.startsWith("CodeUri") ? "" : "CodeUri: ., ",
                property);

    assertThatThrownBy(() -> deployed("{Worker: " + properties + "}"))
        .isInstanceOf(TemplateException.class)
        .hasMessage("Resources/Worker/Properties" + message);
  }

  @Test
  void aMappingFromAQueueIsRefusedByName() {
    var mapping =
        """
        {Worker: {Type: AWS::Lambda::Function, Properties: {Handler: a.B, Runtime: java21, Role: r, Code: .}},
         Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Worker, EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:q"}}}
        """;

    assertThatThrownBy(() -> deployed(mapping))
        .hasMessage(
            "Resources/Mapping/Properties/EventSourceArn must be the ARN of a Kinesis or DynamoDB"
                + " stream, others are not supported, was arn:aws:sqs:us-east-1:000000000000:q");
  }
}
