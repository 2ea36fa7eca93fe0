package dev.millrace.local.services;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.mapping.StreamSignals;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;

/// DynamoDB and its streams: DynamoDB Local, as a handler of our own server.
///
/// One database for every caller, whatever credentials and region it signs with. DynamoDB Local's
/// telemetry lives in its own server, which is not used here.
///
/// Deviates from AWS: `ApproximateCreationDateTime` of a stream record is rounded down to the
/// minute, table names below three characters are refused, the account is always `000000000000`,
/// and an access key must be letters and digits (DynamoDB Local 3.3.1).
public final class DynamoDbService implements AutoCloseable {

  /// Passes requests on to whichever database it is, on a platform thread.
  ///
  /// A call hands each of its many steps to the database's thread and waits for it on a monitor. A
  /// virtual thread that waits there is woken by way of two more threads, every time.
  private final class Entrance extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var answer = callers.submit(() -> current.handle(request, response, callback));
      try {
        return answer.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private final ExecutorService callers =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("dynamodb-call-", 0).factory());
  private final Handler handler = new Entrance();
  private final List<Spare> spares = new CopyOnWriteArrayList<>();
  private volatile DynamoDbDatabase current;

  private DynamoDbService(LocalDynamoDb database) {
    this.current = DynamoDbDatabase.of(database);
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

  /// The way back to the tables as they are now, without items, and to empty streams with the ARNs
  /// of now; not for tables that are kept in a directory.
  ///
  /// Another database takes the place of the used one, for that is cheaper than to empty it, and
  /// what is still on its way to the used one is lost with it. It is made beforehand, in the
  /// background.
  public Checkpoint checkpoint() {
    var spare = new Spare(current.database());
    spares.add(spare);
    return spare;
  }

  /// An empty database that waits to take the place of the current one.
  private final class Spare implements Checkpoint {

    private final LocalDynamoDb model;
    private final DynamoDbTables tables;
    private CompletableFuture<DynamoDbDatabase> next;

    Spare(LocalDynamoDb model) {
      this.model = model;
      this.tables = model.tables();
      this.next = prepare(model, tables);
    }

    @Override
    public synchronized void restore() {
      var used = current;
      current = next.join();
      next = prepare(model, tables);
      used.database().shutdown();
    }

    synchronized void close() {
      next.join().database().shutdown();
    }
  }

  private static CompletableFuture<DynamoDbDatabase> prepare(
      LocalDynamoDb model, DynamoDbTables tables) {
    return CompletableFuture.supplyAsync(
        () -> DynamoDbDatabase.of(model.with(tables)),
        task -> Thread.ofPlatform().daemon().name("spare database").start(task));
  }

  @Override
  public void close() {
    current.database().shutdown();
    spares.forEach(Spare::close);
    callers.shutdown();
  }
}
