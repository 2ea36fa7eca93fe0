package dev.millrace.local.services;

import dev.millrace.local.gateway.Route;
import dev.millrace.local.mapping.StreamSignals;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// DynamoDB and its streams: DynamoDB Local, as a handler of our own server.
///
/// One database for every caller, whatever credentials and region it signs with. DynamoDB Local's
/// telemetry lives in its own server, which is not used here.
///
/// Deviates from AWS: `ApproximateCreationDateTime` of a stream record is rounded down to the
/// minute, table names below three characters are refused, the account is always `000000000000`,
/// and an access key must be letters and digits (DynamoDB Local 3.3.1).
public final class DynamoDbService implements AutoCloseable {

  private final LocalDynamoDb database;
  private final Handler handler;

  private DynamoDbService(LocalDynamoDb database) {
    this.database = database;
    this.handler = new LocalDynamoDBServerHandler(database, "*");
  }

  /// Starts with no tables; they are gone when it closes.
  ///
  /// @param region the region that ARNs name
  /// @param signals hears of every write to a table with a stream
  public static DynamoDbService start(String region, StreamSignals signals) {
    return start(null, region, signals);
  }

  /// Starts with the tables that an earlier run left in `directory`, and keeps them there.
  public static DynamoDbService start(
      @Nullable Path directory, String region, StreamSignals signals) {
    var database = new LocalDynamoDb(directory, region, signals);
    // the first call opens the database
    database.listTables("", "", ListTablesRequest.builder().build());
    return new DynamoDbService(database);
  }

  /// Its part of the gateway.
  public Route route() {
    return new Route(DynamoDbService::accepts, handler);
  }

  /// Whether a request is for DynamoDB or DynamoDB Streams.
  static boolean accepts(Request request) {
    var target = request.getHeaders().get("X-Amz-Target");
    return target != null
        && (target.startsWith("DynamoDB_20120810.")
            || target.startsWith("DynamoDBStreams_20120810."));
  }

  @Override
  public void close() {
    database.shutdown();
  }
}
