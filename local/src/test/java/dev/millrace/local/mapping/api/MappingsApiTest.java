package dev.millrace.local.mapping.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.gateway.Gateway;
import dev.millrace.local.kinesis.KinesisServer;
import dev.millrace.local.kinesis.Quotas;
import dev.millrace.local.lambda.FunctionConfig;
import dev.millrace.local.lambda.FunctionLogs;
import dev.millrace.local.lambda.FunctionMode;
import dev.millrace.local.lambda.Functions;
import dev.millrace.local.lambda.FunctionsOptions;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.mapping.EventSourceMappings;
import dev.millrace.local.mapping.FailureDestination;
import dev.millrace.local.mapping.PositionStore;
import dev.millrace.local.mapping.StreamClients;
import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.rules.Proves;
import dev.millrace.local.rules.Rule;
import dev.millrace.local.time.Activity;
import dev.millrace.local.time.StackClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over HTTP, raw and by AWS's SDK, on mappings that read the Kinesis server.
class MappingsApiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/2015-03-31/event-source-mappings/";
  private static final String STREAM = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
  private static final String TABLE =
      "arn:aws:dynamodb:eu-west-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path code = Path.of("unset");

  private final StackClock clock = StackClock.frozenAt(Instant.parse("2026-03-01T12:00:00.250Z"));
  private final StreamSignals signals = new StreamSignals();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> delivered = new ArrayList<>();
  private Gateway gateway;
  private Functions functions;
  private KinesisClient kinesis;
  private DynamoDbStreamsClient unused;
  private LambdaClient lambda;
  private @Nullable KinesisAsyncClient pushing;
  private EventSourceMappings mappings;

  @BeforeEach
  void open() {
    gateway = Gateway.open(0);
    gateway.add(
        new KinesisServer(clock, "eu-west-1", "123456789012", signals::published, Quotas.none())
            .service());
    kinesis = client(KinesisClient.builder());
    unused = client(DynamoDbStreamsClient.builder());
    lambda = client(LambdaClient.builder());
    functions =
        Functions.open(
            FunctionsOptions.of(
                FunctionMode.IN_PROCESS, gateway::endpoint, FunctionLogs.inMemory(clock)));
    functions.register(function("first"));
    functions.register(function("second"));
    FailureDestination nowhere = (_, _) -> {};
    mappings =
        new EventSourceMappings(
            clock,
            this::invoke,
            _ -> new StreamClients(kinesis, this::pushing, unused),
            nowhere,
            signals,
            new Activity(),
            PositionStore.none(),
            Metrics.NONE,
            _ -> false);
    gateway.add(
        MappingsApi.route(mappings, functions, name -> "arn:aws:iam::123456789012:role/" + name));
    kinesis.createStream(stream -> stream.streamName("clicks").shardCount(1));
  }

  @AfterEach
  void close() {
    mappings.close();
    lambda.close();
    unused.close();
    kinesis.close();
    functions.close();
    http.close();
    // before the client that is pushed to, for it waits seconds for subscriptions that are open
    gateway.close();
    var pushed = pushing;
    if (pushed != null) {
      pushed.close();
    }
    clock.close();
  }

  private KinesisAsyncClient pushing() {
    var client =
        client(
            KinesisAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2)));
    pushing = client;
    return client;
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(gateway.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "secret")))
        .build();
  }

  private FunctionConfig function(String name) {
    return new FunctionConfig(
        name,
        "a.B",
        "java25",
        code,
        128,
        Duration.ofSeconds(3),
        Map.of(),
        "eu-west-1",
        "123456789012",
        10);
  }

  private InvokeResult invoke(String name, byte[] event) {
    for (var record : JSON.readTree(event).get("Records")) {
      var role = record.get("invokeIdentityArn").asString();
      synchronized (delivered) {
        delivered.add(
            name
                + role.substring(role.lastIndexOf('/'))
                + " "
                + new String(record.at("/kinesis/data").binaryValue(), UTF_8));
      }
    }
    return new InvokeResult.Success("null".getBytes(UTF_8));
  }

  private List<String> delivered() {
    synchronized (delivered) {
      return List.copyOf(delivered);
    }
  }

  private void put(String data) {
    kinesis.putRecord(
        put -> put.streamName("clicks").partitionKey("k").data(SdkBytes.fromUtf8String(data)));
  }

  private void settle() throws InterruptedException {
    assertThat(mappings.awaitIdle(PATIENCE)).as("idle in time").isTrue();
  }

  private static String request(String member) {
    return "{\"EventSourceArn\":\"%s\",\"FunctionName\":\"first\",\"StartingPosition\":\"LATEST\"%s}"
        .formatted(STREAM, member.isEmpty() ? "" : "," + member);
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(gateway.endpoint() + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private JsonNode answer(int status, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }

  private static String refusal(HttpResponse<String> response) {
    return "%d %s %s"
        .formatted(
            response.statusCode(),
            response.headers().firstValue("x-amzn-ErrorType").orElse(""),
            JSON.readTree(response.body()).get("message").asString());
  }

  @Test
  @Proves({
    Rule.BATCH_SIZE,
    Rule.BATCHING_WINDOW,
    Rule.BATCH_SIZE_WITHOUT_BATCHING_WINDOW,
    Rule.MAXIMUM_RETRY_ATTEMPTS,
    Rule.MAXIMUM_RECORD_AGE,
    Rule.TUMBLING_WINDOW,
    Rule.PARALLELIZATION_FACTOR,
    Rule.BISECT_IS_OFF_BY_DEFAULT,
    Rule.FUNCTION_RESPONSE_TYPES,
    Rule.CREATE_ECHOES_EVERY_DEFAULT,
    Rule.LAST_PROCESSING_RESULT_AT_FIRST
  })
  void everyDefaultIsEchoed() throws Exception {
    var created = answer(202, send("POST", PATH, request("")));

    var uuid = created.get("UUID").asString();
    var expected =
        """
        {"UUID":"%1$s","StartingPosition":"LATEST","BatchSize":100,
         "MaximumBatchingWindowInSeconds":0,"ParallelizationFactor":1,"EventSourceArn":"%2$s",
         "FunctionArn":"%3$sfirst","LastModified":1772366400.250,
         "LastProcessingResult":"No records processed","State":"Creating",
         "StateTransitionReason":"User action","DestinationConfig":{"OnFailure":{}},
         "MaximumRecordAgeInSeconds":-1,"BisectBatchOnFunctionError":false,
         "MaximumRetryAttempts":-1,"TumblingWindowInSeconds":0,"FunctionResponseTypes":[],
         "EventSourceMappingArn":"arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:%1$s"}
        """
            .formatted(uuid, STREAM, FUNCTION);
    assertThat(created).isEqualTo(JSON.readTree(expected));
    assertThat(answer(200, send("GET", PATH + uuid, "")))
        .isEqualTo(JSON.readTree(expected.replace("Creating", "Enabled")));

    put("1");
    settle();
    assertThat(answer(200, send("GET", PATH + uuid, "")).get("LastProcessingResult").asString())
        .isEqualTo("OK");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "BatchSize":0                        | '0' at 'batchSize' | greater than or equal to 1
          "BatchSize":10001                    | '10001' at 'batchSize' | less than or equal to 10000
          "MaximumBatchingWindowInSeconds":-1  | '-1' at 'maximumBatchingWindowInSeconds' | greater than or equal to 0
          "MaximumBatchingWindowInSeconds":301 | '301' at 'maximumBatchingWindowInSeconds' | less than or equal to 300
          "ParallelizationFactor":0            | '0' at 'parallelizationFactor' | greater than or equal to 1
          "ParallelizationFactor":11           | '11' at 'parallelizationFactor' | less than or equal to 10
          "MaximumRetryAttempts":-2            | '-2' at 'maximumRetryAttempts' | greater than or equal to -1
          "MaximumRetryAttempts":10001         | '10001' at 'maximumRetryAttempts' | less than or equal to 10000
          "MaximumRecordAgeInSeconds":-2       | '-2' at 'maximumRecordAgeInSeconds' | greater than or equal to -1
          "MaximumRecordAgeInSeconds":604801   | '604801' at 'maximumRecordAgeInSeconds' | less than or equal to 604800
          "TumblingWindowInSeconds":-1         | '-1' at 'tumblingWindowInSeconds' | greater than or equal to 0
          "TumblingWindowInSeconds":901        | '901' at 'tumblingWindowInSeconds' | less than or equal to 900
          """)
  @Proves({
    Rule.BATCH_SIZE,
    Rule.BATCHING_WINDOW,
    Rule.MAXIMUM_RETRY_ATTEMPTS,
    Rule.MAXIMUM_RECORD_AGE,
    Rule.TUMBLING_WINDOW,
    Rule.PARALLELIZATION_FACTOR
  })
  void aValueOutOfRangeIsRefused(String member, String where, String rule) throws Exception {
    var expected =
        "400 ValidationException 1 validation error detected: Value %s failed to satisfy constraint: Member must have value %s"
            .formatted(where, rule);

    assertThat(refusal(send("POST", PATH, request(member)))).isEqualTo(expected);
    assertThat(mappings.list()).isEmpty();

    var uuid = answer(202, send("POST", PATH, request(""))).get("UUID").asString();
    assertThat(refusal(send("PUT", PATH + uuid, "{" + member + "}"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "MaximumRecordAgeInSeconds":59 | InvalidParameterValueException MaximumRecordAgeInSeconds must be -1 or 60 to 604800, was 59
          "ParallelizationFactor":2,"TumblingWindowInSeconds":60 | InvalidParameterValueException parallelizationFactor must be 1 together with tumblingWindowInSeconds, was 2 with 60
          "FilterCriteria":{"Filter":[]} | InvalidParameterValueException the member FilterCriteria.Filter is not supported here
          "FilterCriteria":{"Filters":{}} | SerializationException FilterCriteria.Filters must be a list of objects, was {}
          "FilterCriteria":{"Filters":[{}]} | InvalidParameterValueException Invalid filter pattern definition. Pattern must be given
          "FilterCriteria":{"Filters":[{"Patterns":""}]} | InvalidParameterValueException the member FilterCriteria.Filters.Patterns is not supported here
          "SelfManagedEventSource":{}    | InvalidParameterValueException the member SelfManagedEventSource is not supported here
          "Topics":["t"]                 | InvalidParameterValueException the member Topics is not supported here
          "Batchsize":1                  | InvalidParameterValueException the member Batchsize is not supported here
          "BatchSize":"many"             | SerializationException BatchSize must be a whole number, was "many"
          "Enabled":"yes"                | SerializationException Enabled must be true or false, was "yes"
          "FunctionResponseTypes":["x"]  | ValidationException 1 validation error detected: Value '[x]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]
          "DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:eu-west-1:1:q"}} | InvalidParameterValueException Unsupported DestinationConfig parameter for given event source mapping type.
          "DestinationConfig":{"OnFailure":{"Target":"q"}} | InvalidParameterValueException the member DestinationConfig.OnFailure.Target is not supported here
          "StartingPositionTimestamp":1  | InvalidParameterValueException StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP only, was 1970-01-01T00:00:01Z with LATEST
          """)
  @Proves({
    Rule.MAXIMUM_RECORD_AGE,
    Rule.FUNCTION_RESPONSE_TYPES,
    Rule.ON_SUCCESS_IS_NOT_SUPPORTED,
    Rule.NO_LANES_WITH_WINDOWS,
    Rule.UNKNOWN_IS_REFUSED
  })
  void whatIsNotSupportedIsRefusedByName(String member, String refusal) throws Exception {
    assertThat(refusal(send("POST", PATH, request(member)))).isEqualTo("400 " + refusal);
    assertThat(mappings.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          clicks" | none" | 400 InvalidParameterValueException Stream not found: arn:aws:kinesis:eu-west-1:123456789012:stream/none
          "first" | "third" | 404 ResourceNotFoundException Function not found: third
          "first" | "first:7" | 400 InvalidParameterValueException FunctionName must be a name or an ARN, without version or alias, was first:7
          "FunctionName" | "Description" | 400 InvalidParameterValueException the member Description is not supported here
          "LATEST" | null | 400 InvalidParameterValueException 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.
          "LATEST" | "NOW" | 400 ValidationException 1 validation error detected: Value 'NOW' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]
          "LATEST" | "AT_TIMESTAMP" | 400 InvalidParameterValueException StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP
          "LATEST" | "AT_TIMESTAMP","StartingPositionTimestamp":1772366401 | 400 InvalidParameterValueException startingPositionTimestamp must not be in the future, was 2026-03-01T12:00:01Z
          """)
  @Proves({
    Rule.STARTING_POSITION_IS_REQUIRED,
    Rule.STARTING_TIME_IS_NOT_IN_THE_FUTURE,
    Rule.STREAM_MUST_EXIST
  })
  void aRequestThatCannotBeMetIsRefused(String part, String other, String refusal)
      throws Exception {
    assertThat(refusal(send("POST", PATH, request("").replace(part, other)))).isEqualTo(refusal);
    assertThat(mappings.list()).isEmpty();
  }

  private static String filters(int count, String pattern) {
    return "\"FilterCriteria\":{\"Filters\":["
        + String.join(",", Collections.nCopies(count, "{\"Pattern\":\"" + pattern + "\"}"))
        + "]}";
  }

  @Test
  @Proves({Rule.BAD_FILTER, Rule.NUMBER_OF_FILTERS, Rule.FILTER_PATTERN_LENGTH})
  void filtersThatCannotWorkAreRefused() throws Exception {
    assertThat(refusal(send("POST", PATH, request(filters(1, "data")))))
        .startsWith("400 InvalidParameterValueException Invalid filter pattern definition. ")
        .endsWith(", in data");
    assertThat(refusal(send("POST", PATH, request(filters(11, "{}")))))
        .isEqualTo(
            "400 InvalidParameterValueException filterCriteria.filters must hold at most 10"
                + " patterns, held 11");
    assertThat(refusal(send("POST", PATH, request(filters(1, "x".repeat(4097))))))
        .startsWith("400 InvalidParameterValueException Invalid filter pattern definition. ")
        .contains("4096");
    assertThat(mappings.list()).isEmpty();
  }

  @Test
  @Proves({Rule.OTHER_FILTERS, Rule.NO_FILTERS})
  void otherFiltersApplyToEveryRecordThatIsNotResolved() throws InterruptedException {
    var uuid =
        lambda
            .createEventSourceMapping(create ->
                create
                    .eventSourceArn(STREAM)
                    .functionName("first")
                    .startingPosition(EventSourcePosition.LATEST)
                    .maximumBatchingWindowInSeconds(60)
                    .filterCriteria(filter("a")))
            .uuid();
    assertThat(lambda.getEventSourceMapping(get -> get.uuid(uuid)).filterCriteria())
        .isEqualTo(filter("a"));
    put("{\"is\":\"a\",\"n\":1}");
    settle();
    clock.advance(Duration.ofMinutes(1));
    settle();
    put("{\"is\":\"a\",\"n\":2}");
    put("{\"is\":\"b\",\"n\":3}");
    settle();
    // the second one waits for its batching window, the third passed no filter

    lambda.updateEventSourceMapping(update -> update.uuid(uuid).filterCriteria(filter("b")));
    settle();
    clock.advance(Duration.ofMinutes(1));
    settle();
    assertThat(delivered())
        .containsExactly(
            "first/first {\"is\":\"a\",\"n\":1}", "first/first {\"is\":\"b\",\"n\":3}");

    put("{\"is\":\"b\",\"n\":4}");
    put("{\"is\":\"c\",\"n\":5}");
    settle();
    var without =
        lambda.updateEventSourceMapping(update ->
            update.uuid(uuid).maximumBatchingWindowInSeconds(0).filterCriteria(none -> {}));
    assertThat(without.filterCriteria()).isNull();
    settle();
    assertThat(delivered())
        .hasSize(4)
        .endsWith("first/first {\"is\":\"b\",\"n\":4}", "first/first {\"is\":\"c\",\"n\":5}");
    assertThat(
            lambda
                .listEventSourceMappings(list -> list.eventSourceArn(STREAM))
                .eventSourceMappings())
        .allSatisfy(each -> assertThat(each.filterCriteria()).isNull());
  }

  private static FilterCriteria filter(String is) {
    return FilterCriteria.builder()
        .filters(Filter.builder().pattern("{\"data\":{\"is\":[\"" + is + "\"]}}").build())
        .build();
  }

  @Test
  @Proves(Rule.AT_TIMESTAMP_IS_FOR_KINESIS)
  void dynamoDbStreamsHaveNoTimes() throws Exception {
    var request = request("").replace(STREAM, TABLE).replace("LATEST", "AT_TIMESTAMP");

    assertThat(refusal(send("POST", PATH, request)))
        .isEqualTo(
            "400 InvalidParameterValueException Unsupported starting position for arn type: "
                + TABLE);
  }

  @Test
  @Proves(Rule.ONE_MAPPING_PER_STREAM_AND_FUNCTION)
  void aSecondMappingOfAStreamAndAFunctionIsAConflict() throws Exception {
    var uuid = answer(202, send("POST", PATH, request(""))).get("UUID").asString();
    assertThat(refusal(send("POST", PATH, request("\"BatchSize\":7"))))
        .startsWith("409 ResourceConflictException The event source arn (\" " + STREAM + " \")")
        .endsWith("Please update or delete the existing mapping with UUID " + uuid);
    assertThat(mappings.list()).hasSize(1);
  }

  @Test
  @Proves(Rule.UNKNOWN_IS_REFUSED)
  void whatIsNoRequestIsRefused() throws Exception {
    assertThat(refusal(send("POST", PATH, "{")))
        .startsWith("400 InvalidRequestContentException Could not parse request body into json: ");
    assertThat(refusal(send("POST", PATH, "[]")))
        .isEqualTo(
            "400 InvalidRequestContentException Could not parse request body into json: must be an"
                + " object");
    assertThat(refusal(send("PATCH", PATH + "u", "{}")))
        .isEqualTo("404 UnknownOperationException PATCH " + PATH + "u is not supported here");
    for (var method : new String[] {"GET", "PUT", "DELETE"}) {
      assertThat(refusal(send(method, PATH + "u", "{}")))
          .isEqualTo(
              "404 ResourceNotFoundException The resource you requested does not exist: event"
                  + " source mapping u");
    }
    assertThat(refusal(send("GET", PATH + "?MaxItems=0", "")))
        .startsWith("400 ValidationException 1 validation error detected: Value '0' at 'maxItems'");
  }

  @Test
  @Proves({Rule.FUNCTION_RESPONSE_TYPES, Rule.ONE_MAPPING_PER_STREAM_AND_FUNCTION})
  void theSdkMakesFindsAndListsMappings() {
    kinesis.createStream(stream -> stream.streamName("views").shardCount(1));
    var clicks =
        lambda.createEventSourceMapping(create ->
            create
                .eventSourceArn(STREAM)
                .functionName("123456789012:function:first")
                .startingPosition(EventSourcePosition.TRIM_HORIZON)
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                .maximumRetryAttempts(3)
                .destinationConfig(
                    to -> to.onFailure(queue -> queue.destination("arn:aws:sqs:eu-west-1:1:q"))));
    lambda.createEventSourceMapping(create ->
        create
            .eventSourceArn(STREAM.replace("clicks", "views"))
            .functionName(FUNCTION + "first")
            .startingPosition(EventSourcePosition.AT_TIMESTAMP)
            .startingPositionTimestamp(clock.instant()));
    lambda.createEventSourceMapping(create ->
        create
            .eventSourceArn(STREAM)
            .functionName("second")
            .enabled(false)
            .startingPosition(EventSourcePosition.LATEST));

    var found = lambda.getEventSourceMapping(get -> get.uuid(clicks.uuid()));
    assertThat(found.functionResponseTypesAsStrings()).containsExactly("ReportBatchItemFailures");
    assertThat(found.maximumRetryAttempts()).isEqualTo(3);
    assertThat(found.destinationConfig().onFailure().destination())
        .isEqualTo("arn:aws:sqs:eu-west-1:1:q");
    assertThat(found.lastModified()).isEqualTo(clock.instant());
    assertThat(
            lambda
                .listEventSourceMappings(list -> list.functionName("second"))
                .eventSourceMappings())
        .singleElement()
        .satisfies(each -> assertThat(each.state()).isEqualTo("Disabled"));
    assertThat(
            lambda
                .listEventSourceMappings(list -> list.eventSourceArn(STREAM))
                .eventSourceMappings())
        .hasSize(2);
    assertThat(
            lambda.listEventSourceMappingsPaginator(list -> list.maxItems(1)).stream()
                .flatMap(page -> page.eventSourceMappings().stream())
                .map(each -> each.uuid()))
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThatThrownBy(() ->
            lambda.createEventSourceMapping(create ->
                create
                    .eventSourceArn(STREAM)
                    .functionName("first")
                    .startingPosition(EventSourcePosition.LATEST)))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("existing mapping with UUID " + clicks.uuid());
  }

  @Test
  @Proves({Rule.CONSUMER_SOURCE, Rule.STREAM_MUST_EXIST})
  void theSdkMakesMappingsOfConsumers() throws InterruptedException {
    var consumer =
        kinesis
            .registerStreamConsumer(register -> register.streamARN(STREAM).consumerName("one"))
            .consumer()
            .consumerARN();
    put("before");
    var made =
        lambda.createEventSourceMapping(create ->
            create
                .eventSourceArn(consumer)
                .functionName("first")
                .startingPosition(EventSourcePosition.TRIM_HORIZON));
    put("after");
    settle();

    assertThat(delivered()).containsExactly("first/first before", "first/first after");
    assertThat(made.eventSourceArn()).isEqualTo(consumer);
    var found = lambda.getEventSourceMapping(get -> get.uuid(made.uuid()));
    assertThat(found.eventSourceArn()).isEqualTo(consumer);
    assertThat(found.state()).isEqualTo("Enabled");
    assertThat(found.lastProcessingResult()).isEqualTo("OK");
    assertThat(
            lambda
                .listEventSourceMappings(list -> list.eventSourceArn(consumer))
                .eventSourceMappings())
        .hasSize(1);
    var unknown = consumer.replace("/one:", "/nobody:");
    assertThatThrownBy(() ->
            lambda.createEventSourceMapping(create ->
                create
                    .eventSourceArn(unknown)
                    .functionName("first")
                    .startingPosition(EventSourcePosition.LATEST)))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Stream consumer not found: " + unknown);
    assertThat(mappings.list()).hasSize(1);
  }

  @Test
  @Proves({Rule.DISABLING_KEEPS_THE_POSITION, Rule.KINESIS_ROLE})
  void theSdkSwitchesUpdatesAndDeletesWithoutLoss() throws InterruptedException {
    var uuid =
        lambda
            .createEventSourceMapping(create ->
                create
                    .eventSourceArn(STREAM)
                    .functionName("first")
                    .startingPosition(EventSourcePosition.LATEST))
            .uuid();
    put("1");
    settle();
    assertThat(lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(false)).state())
        .isEqualTo("Disabling");
    settle();
    put("2");
    clock.advance(Duration.ofMinutes(10));
    put("3");

    assertThat(
            lambda
                .updateEventSourceMapping(
                    update -> update.uuid(uuid).enabled(true).functionName("second").batchSize(1))
                .batchSize())
        .isEqualTo(1);
    settle();
    assertThat(delivered()).containsExactly("first/first 1", "second/second 2", "second/second 3");

    assertThat(lambda.deleteEventSourceMapping(delete -> delete.uuid(uuid)).state())
        .isEqualTo("Deleting");
    settle();
    assertThatThrownBy(() -> lambda.getEventSourceMapping(get -> get.uuid(uuid)))
        .isInstanceOf(ResourceNotFoundException.class);
  }
}
