package dev.millrace.local.services;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// A database and what answers requests with it.
record DynamoDbDatabase(LocalDynamoDb database, LocalDynamoDBServerHandler handler) {

  /// Each new handler of DynamoDB Local replaces a table of actions that all handlers of this JVM
  /// use, and fills it only then (3.3.1).
  private static final ReadWriteLock ACTIONS = new ReentrantReadWriteLock();

  static DynamoDbDatabase of(LocalDynamoDb database) {
    ACTIONS.writeLock().lock();
    try {
      return new DynamoDbDatabase(database, new LocalDynamoDBServerHandler(database, "*"));
    } finally {
      ACTIONS.writeLock().unlock();
    }
  }

  boolean handle(Request request, Response response, Callback callback) throws Exception {
    ACTIONS.readLock().lock();
    try {
      return handler.handle(request, response, callback);
    } finally {
      ACTIONS.readLock().unlock();
    }
  }
}
