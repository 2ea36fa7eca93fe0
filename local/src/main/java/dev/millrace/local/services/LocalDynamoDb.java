package dev.millrace.local.services;

import dev.millrace.local.mapping.StreamSignals;
import dev.millrace.local.services.DynamoDbTables.Call;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;
import software.amazon.dynamodb.services.local.shared.access.LocalDBAccess;
import software.amazon.dynamodb.services.local.shared.access.LocalDBClient;
import software.amazon.dynamodb.services.local.shared.jobs.JobsRegister;

/// DynamoDB Local's actions, with two additions: a write wakes the readers of its table's stream,
/// and ARNs name the stack's region instead of `ddblocal`.
///
/// Every action gets the access key and the region of the caller first; the database is shared, so
/// neither matters.
final class LocalDynamoDb extends LocalDynamoDBRequestHandler {

  /// The one database, as DynamoDB Local calls it.
  private static final String SHARED = "shared-local-instance";

  /// Most tasks that DynamoDB Local works on in the background, as it says itself.
  private static final int JOBS = 10;

  private final StreamSignals signals;
  private final Optional<KnownTables> memory;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile DynamoDbArns arns;

  /// The stream of each table that was written to; empty if it has none.
  private final Map<String, Optional<String>> streams = new ConcurrentHashMap<>();

  LocalDynamoDb(@Nullable Path directory, String region, StreamSignals signals) {
    super(0, directory == null, directory == null ? null : directory.toString(), true, false);
    this.signals = signals;
    this.arns = new DynamoDbArns(region, Map.of());
    this.memory = directory == null ? Optional.of(new KnownTables()) : Optional.empty();
    memory.ifPresent(this::use);
  }

  /// Takes the place of the database that DynamoDB Local opens at the first call (3.3.1), which
  /// nothing else can be told to do.
  @SuppressWarnings("unchecked")
  private void use(LocalDBAccess database) {
    try {
      var field = LocalDynamoDBRequestHandler.class.getDeclaredField("dbRequestHandlers");
      field.setAccessible(true);
      // they sleep for long, which must not keep a JVM from ending
      var threads = Thread.ofPlatform().daemon().name("dynamodb-job-", 0).factory();
      var jobs = new JobsRegister(Executors.newFixedThreadPool(JOBS, threads), false);
      ((Map<String, AmazonDynamoDBLocal>) field.get(this))
          .put(SHARED, new LocalDBClient(database, jobs));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("DynamoDB Local is another than 3.3.1", e);
    }
  }

  /// What it takes to make tables like these in another database.
  DynamoDbTables tables() {
    var shown = new HashMap<String, String>();
    streams.forEach((table, stream) -> stream.ifPresent(arn -> shown.put(table, arn)));
    return new DynamoDbTables(List.copyOf(calls), shown);
  }

  /// A database in memory with such tables, empty; its streams have the same ARNs.
  LocalDynamoDb with(DynamoDbTables tables) {
    var other = new LocalDynamoDb(null, arns.region(), signals);
    tables.calls().forEach(other::make);
    var shown = new HashMap<String, String>();
    tables
        .streams()
        .forEach((table, arn) ->
            other
                .streams
                .getOrDefault(table, Optional.empty())
                .ifPresent(own -> shown.put(own, arn)));
    other.arns = new DynamoDbArns(arns.region(), shown);
    tables.streams().forEach((table, arn) -> other.streams.put(table, Optional.of(arn)));
    return other;
  }

  private void make(Call call) {
    switch (call) {
      case Call.Create(var request) -> createTable("", "", request);
      case Call.Update(var request) -> updateTable("", "", request);
      case Call.Delete(var request) -> deleteTable("", "", request);
      case Call.Expire(var request) -> updateTimeToLive("", "", request);
      case Call.Tag(var request) -> tagResource("", "", request);
      case Call.Untag(var request) -> untagResource("", "", request);
    }
  }

  @Override
  public PutItemResponse putItem(String key, String region, PutItemRequest request) {
    var response = super.putItem(key, region, request);
    written(Set.of(request.tableName()));
    return response;
  }

  @Override
  public UpdateItemResponse updateItem(String key, String region, UpdateItemRequest request) {
    var response = super.updateItem(key, region, request);
    written(Set.of(request.tableName()));
    return response;
  }

  @Override
  public DeleteItemResponse deleteItem(String key, String region, DeleteItemRequest request) {
    var response = super.deleteItem(key, region, request);
    written(Set.of(request.tableName()));
    return response;
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(
      String key, String region, BatchWriteItemRequest request) {
    var response = super.batchWriteItem(key, region, request);
    written(request.requestItems().keySet());
    return response;
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(
      String key, String region, TransactWriteItemsRequest request) {
    var response = super.transactWriteItems(key, region, request);
    written(tables(request.transactItems()));
    return response;
  }

  @Override
  public ExecuteStatementResponse executeStatement(
      String key, String region, ExecuteStatementRequest request) {
    var response = super.executeStatement(key, region, request);
    anythingWritten();
    return response;
  }

  @Override
  public BatchExecuteStatementResponse batchExecuteStatement(
      String key, String region, BatchExecuteStatementRequest request) {
    var response = super.batchExecuteStatement(key, region, request);
    anythingWritten();
    return response;
  }

  @Override
  public ExecuteTransactionResponse executeTransaction(
      String key, String region, ExecuteTransactionRequest request) {
    var response = super.executeTransaction(key, region, request);
    anythingWritten();
    return response;
  }

  @Override
  public CreateTableResponse createTable(String key, String region, CreateTableRequest request) {
    var response = super.createTable(key, region, request);
    calls.add(new Call.Create(request));
    var table = remember(response.tableDescription());
    return response.toBuilder().tableDescription(table).build();
  }

  @Override
  public UpdateTimeToLiveResponse updateTimeToLive(
      String key, String region, UpdateTimeToLiveRequest request) {
    var response = super.updateTimeToLive(key, region, request);
    calls.add(new Call.Expire(request));
    return response;
  }

  @Override
  public UpdateTableResponse updateTable(String key, String region, UpdateTableRequest request) {
    var response = updated(key, region, request);
    calls.add(new Call.Update(request));
    var table = remember(response.tableDescription());
    return response.toBuilder().tableDescription(table).build();
  }

  /// DynamoDB Local changes what it knows of the table before it knows that it may.
  private UpdateTableResponse updated(String key, String region, UpdateTableRequest request) {
    var response = new AtomicReference<UpdateTableResponse>();
    Runnable update = () -> response.set(super.updateTable(key, region, request));
    memory.ifPresentOrElse(database -> database.change(update), update);
    return response.get();
  }

  @Override
  public DeleteTableResponse deleteTable(String key, String region, DeleteTableRequest request) {
    var response = super.deleteTable(key, region, request);
    calls.add(new Call.Delete(request));
    streams.remove(request.tableName());
    var table = arns.toAws(response.tableDescription());
    return response.toBuilder().tableDescription(table).build();
  }

  @Override
  public DescribeTableResponse describeTable(
      String key, String region, DescribeTableRequest request) {
    var response = super.describeTable(key, region, request);
    return response.toBuilder().table(arns.toAws(response.table())).build();
  }

  @Override
  public ListStreamsResponse listStreams(String key, String region, ListStreamsRequest request) {
    var local = request.toBuilder();
    if (request.exclusiveStartStreamArn() != null) {
      local.exclusiveStartStreamArn(arns.toLocal(request.exclusiveStartStreamArn()));
    }
    return arns.toAws(super.listStreams(key, region, local.build()));
  }

  @Override
  public DescribeStreamResponse describeStream(
      String key, String region, DescribeStreamRequest request) {
    var local = request.toBuilder().streamArn(arns.toLocal(request.streamArn())).build();
    return arns.toAws(super.describeStream(key, region, local));
  }

  @Override
  public GetShardIteratorResponse getShardIterator(
      String key, String region, GetShardIteratorRequest request) {
    var local = request.toBuilder().streamArn(arns.toLocal(request.streamArn())).build();
    return super.getShardIterator(key, region, local);
  }

  @Override
  public GetRecordsResponse getRecords(String key, String region, GetRecordsRequest request) {
    return arns.toAws(super.getRecords(key, region, request));
  }

  @Override
  public TagResourceResponse tagResource(String key, String region, TagResourceRequest request) {
    var local = request.toBuilder().resourceArn(arns.toLocal(request.resourceArn())).build();
    var response = super.tagResource(key, region, local);
    calls.add(new Call.Tag(request));
    return response;
  }

  @Override
  public UntagResourceResponse untagResource(
      String key, String region, UntagResourceRequest request) {
    var local = request.toBuilder().resourceArn(arns.toLocal(request.resourceArn())).build();
    var response = super.untagResource(key, region, local);
    calls.add(new Call.Untag(request));
    return response;
  }

  @Override
  public ListTagsOfResourceResponse listTagsOfResource(
      String key, String region, ListTagsOfResourceRequest request) {
    var local = request.toBuilder().resourceArn(arns.toLocal(request.resourceArn())).build();
    return super.listTagsOfResource(key, region, local);
  }

  private TableDescription remember(TableDescription local) {
    var table = arns.toAws(local);
    streams.put(table.tableName(), Optional.ofNullable(table.latestStreamArn()));
    return table;
  }

  private void written(Collection<String> tables) {
    for (var table : tables) {
      streams.computeIfAbsent(table, this::streamOf).ifPresent(signals::published);
    }
  }

  /// A statement may write to any table; telling too many readers costs them one empty read.
  private void anythingWritten() {
    streams.values().forEach(stream -> stream.ifPresent(signals::published));
  }

  private Optional<String> streamOf(String table) {
    try {
      var request = DescribeTableRequest.builder().tableName(table).build();
      return Optional.ofNullable(describeTable("", "", request).table().latestStreamArn());
    } catch (ResourceNotFoundException _) {
      // deleted since the write: nobody reads it any more
      return Optional.empty();
    }
  }

  private static Set<String> tables(List<TransactWriteItem> items) {
    var tables = new HashSet<String>();
    for (var item : items) {
      if (item.put() != null) {
        tables.add(item.put().tableName());
      }
      if (item.update() != null) {
        tables.add(item.update().tableName());
      }
      if (item.delete() != null) {
        tables.add(item.delete().tableName());
      }
    }
    return tables;
  }
}
