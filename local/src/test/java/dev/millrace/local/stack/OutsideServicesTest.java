package dev.millrace.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideServicesTest {

  private static final URI HERE = URI.create("http://127.0.0.1:4568");
  private static final URI THERE = URI.create("https://elsewhere.example:99");

  @Test
  void aServiceIsNamedBeforeItsUrl() {
    assertThat(OutsideServices.parse(List.of("kinesis=" + HERE, "sqs=" + THERE)).urls())
        .isEqualTo(Map.of(AwsService.KINESIS, HERE, AwsService.SQS, THERE));
  }

  @Test
  void aUrlAloneIsForEveryServiceThatIsNotNamed() {
    var outside = OutsideServices.parse(List.of("dynamodb=" + HERE, THERE.toString()));

    assertThat(outside.urls()).hasSize(AwsService.values().length);
    assertThat(outside.url(AwsService.DYNAMODB)).contains(HERE);
    assertThat(outside.url(AwsService.SNS)).contains(THERE);
  }

  @Test
  void functionsFindEveryServiceByItsVariable() {
    assertThat(OutsideServices.parse(List.of("kinesis=" + HERE, "dynamodb=" + THERE)).variables())
        .isEqualTo(
            Map.of(
                "AWS_ENDPOINT_URL_KINESIS", HERE.toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", THERE.toString(),
                "AWS_ENDPOINT_URL_DYNAMODB_STREAMS", THERE.toString()));
  }

  @Test
  void onAwsStreamsOfTablesHaveAnEndpointOfTheirOwn() {
    assertThat(
            OutsideServices.parse(List.of("dynamodb=https://dynamodb.us-east-1.amazonaws.com"))
                .dynamoDbStreams())
        .contains(URI.create("https://streams.dynamodb.us-east-1.amazonaws.com"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          lambda=http://h ~ the service must be one of kinesis, dynamodb, firehose, glue, sqs, sns, s3, was 'lambda' in lambda=http://h
          =http://h ~ the service must be one of kinesis, dynamodb, firehose, glue, sqs, sns, s3, was '' in =http://h
          4568 ~ must be an http or https URL with a host, and without user, query and fragment, was 4568
          kinesis=127.0.0.1:4568 ~ must be SERVICE=URL, such as kinesis=http://127.0.0.1:4568, or a URL, was 127.0.0.1:4568
          kinesis=ftp://h ~ must be an http or https URL with a host, and without user, query and fragment, was ftp://h
          kinesis=http:///x ~ must be an http or https URL with a host, and without user, query and fragment, was http:///x
          kinesis=http://u:p@h ~ must be an http or https URL with a host, and without user, query and fragment, was http://u:p@h
          http://h?a=b ~ must be an http or https URL with a host, and without user, query and fragment, was http://h?a=b
          kinesis=https://kinesis.eu-west-1.amazonaws.com ~ an endpoint of AWS must be in the stack's region us-east-1, others are not supported, was https://kinesis.eu-west-1.amazonaws.com
          https://kinesis.us-east-1.amazonaws.com ~ must say which service is at an endpoint of AWS, such as kinesis=https://kinesis.us-east-1.amazonaws.com, was https://kinesis.us-east-1.amazonaws.com
          kinesis=http://h,kinesis=http://i ~ must be given once per service, was kinesis=http://i too
          http://h,http://i ~ must be given once per service, was http://i too
          firehose=http://h ~ firehose outside of the stack needs s3 outside, too: it cannot write to a bucket in here
          """)
  void whatCannotBeUsedIsRefusedByName(String arguments, String message) {
    assertThatThrownBy(() -> OutsideServices.parse(Arrays.asList(arguments.split(","))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aTargetTellsItsService() {
    assertThat(AwsService.byTarget("Kinesis_20131202.PutRecord")).contains(AwsService.KINESIS);
    assertThat(AwsService.byTarget("DynamoDBStreams_20120810.GetRecords"))
        .contains(AwsService.DYNAMODB);
    assertThat(AwsService.byTarget("Logs_20140328.GetLogEvents")).isEmpty();
    assertThat(AwsService.byTarget("nonsense")).isEmpty();
  }
}
