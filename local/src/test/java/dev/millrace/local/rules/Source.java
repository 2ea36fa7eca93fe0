package dev.millrace.local.rules;

/// A public page that says something about event source mappings.
///
/// Pages of AWS's guide change; where a rule was read in the guide's archive of 2022, that is what
/// it is linked to.
enum Source {
  CREATE_MAPPING(
      "CreateEventSourceMapping",
      "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"),
  MAPPING_CONFIGURATION(
      "EventSourceMappingConfiguration",
      "https://docs.aws.amazon.com/lambda/latest/dg/API_EventSourceMappingConfiguration.html"),
  ON_FAILURE("OnFailure", "https://docs.aws.amazon.com/lambda/latest/api/API_OnFailure.html"),
  MAPPINGS(
      "mappings",
      "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"),
  MAPPINGS_2022("mappings, 2022", Source.ARCHIVE + "invocation-eventsourcemapping.md"),
  KINESIS_2022("Kinesis, 2022", Source.ARCHIVE + "with-kinesis.md"),
  DYNAMODB_2022("DynamoDB, 2022", Source.ARCHIVE + "with-ddb.md"),
  FILTERS_2022("filters, 2022", Source.ARCHIVE + "invocation-eventfiltering.md"),
  KINESIS_FAILURES(
      "Kinesis failures",
      "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html"),
  DYNAMODB_FAILURES(
      "DynamoDB failures",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html"),
  ASYNC_DESTINATIONS(
      "asynchronous destinations",
      "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"),
  REPORTS(
      "batch item failures",
      "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html"),
  WINDOWS("windows", "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html"),
  KINESIS_FILTERS(
      "Kinesis filters",
      "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html"),
  DYNAMODB_FILTERS(
      "DynamoDB filters", "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html"),
  SCALING(
      "scaling controls",
      "https://aws.amazon.com/blogs/compute/new-aws-lambda-scaling-controls-for-kinesis-and-dynamodb-event-sources/"),
  STREAM_RECORD(
      "StreamRecord",
      "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html"),
  DYNAMODB_STREAMS(
      "DynamoDB Streams",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"),
  TIME_TO_LIVE(
      "time to live",
      "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html"),
  CONSUMER_DESCRIPTION("ConsumerDescription", Source.KINESIS_API + "API_ConsumerDescription.html"),
  REGISTER_CONSUMER(
      "RegisterStreamConsumer", Source.KINESIS_API + "API_RegisterStreamConsumer.html"),
  SUBSCRIBE("SubscribeToShard", Source.KINESIS_API + "API_SubscribeToShard.html"),
  SUBSCRIBE_EVENT("SubscribeToShardEvent", Source.KINESIS_API + "API_SubscribeToShardEvent.html"),
  RESHARDING(
      "resharding",
      "https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html"),
  DOTNET_TYPES(
      "AWS's .NET event types",
      "https://github.com/aws/aws-lambda-dotnet/tree/master/Libraries/src/Amazon.Lambda.KinesisEvents"),
  KINESIS_RECORDING(
      "Kinesis recording", Source.RECORDINGS + "test_lambda_integration_kinesis.snapshot.json"),
  DYNAMODB_RECORDING(
      "DynamoDB recording",
      Source.RECORDINGS + "test_lambda_integration_dynamodbstreams.snapshot.json"),
  DYNAMODB_RECORDED_TESTS(
      "DynamoDB recorded tests", Source.RECORDINGS + "test_lambda_integration_dynamodbstreams.py"),
  LOCALSTACK_POLLER(
      "LocalStack's poller",
      "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/localstack-core/localstack/services/lambda_/event_source_mapping/pollers/poller.py"),
  LOCALSTACK_API(
      "LocalStack's API",
      "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/localstack-core/localstack/services/lambda_/provider.py"),
  FLOCI("floci", "https://github.com/floci-io/floci/pull/3466"),
  FLOCI_BUG("a bug of floci", "https://github.com/floci-io/floci/pull/3428"),
  TERRAFORM_ISSUE(
      "an issue of a Terraform module",
      "https://github.com/terraform-aws-modules/terraform-aws-lambda/issues/619");

  private static final String ARCHIVE =
      "https://github.com/awsdocs/aws-lambda-developer-guide/blob/a83f69bc6467d61a2d5246cd7eb74ff629f6aac8/doc_source/";
  private static final String KINESIS_API =
      "https://docs.aws.amazon.com/kinesis/latest/APIReference/";
  private static final String RECORDINGS =
      "https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/tests/aws/services/lambda_/event_source_mapping/";

  private final String title;
  private final String url;

  Source(String title, String url) {
    this.title = title;
    this.url = url;
  }

  String link() {
    return "[" + title + "]";
  }

  /// What makes the link a link, somewhere below it.
  String definition() {
    return "[%s]: %s".formatted(title, url);
  }
}
