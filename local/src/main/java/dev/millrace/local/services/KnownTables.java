package dev.millrace.local.services;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.dynamodb.services.local.shared.access.TableInfo;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteDBAccess;

/// DynamoDB Local's database in memory, which is asked only once what a table is like.
///
/// Every action on an item asks for that, and the database answers on its one thread by several
/// statements. What is known is forgotten when anything about any table changes, and nothing is
/// kept while it does.
final class KnownTables extends SQLiteDBAccess {

  /// Of its own: DynamoDB Local locks its databases while it looks for new indexes.
  private final Object lock = new Object();

  private final Map<String, TableInfo> known = new HashMap<>();
  private int changing;
  private long changes;

  @Override
  public @Nullable TableInfo getTableInfo(String table) {
    long before;
    synchronized (lock) {
      var info = known.get(table);
      if (info != null) {
        return info;
      }
      before = changes;
    }
    var info = super.getTableInfo(table);
    synchronized (lock) {
      if (info != null && changing == 0 && changes == before) {
        known.put(table, info);
      }
    }
    return info;
  }

  @Override
  public void createTable(
      String table,
      AttributeDefinition hashKey,
      @Nullable AttributeDefinition rangeKey,
      List<AttributeDefinition> attributes,
      List<LocalSecondaryIndex> localIndexes,
      List<GlobalSecondaryIndex> globalIndexes,
      ProvisionedThroughput throughput,
      OnDemandThroughput onDemand,
      BillingMode billing,
      Boolean deletionProtected,
      StreamSpecification stream) {
    change(() ->
        super.createTable(
            table,
            hashKey,
            rangeKey,
            attributes,
            localIndexes,
            globalIndexes,
            throughput,
            onDemand,
            billing,
            deletionProtected,
            stream));
  }

  @Override
  public void updateTable(
      String table,
      ProvisionedThroughput throughput,
      OnDemandThroughput onDemand,
      BillingMode billing,
      long billingSince,
      List<AttributeDefinition> attributes,
      List<GlobalSecondaryIndexDescription> globalIndexes,
      Boolean deletionProtected,
      StreamSpecification stream) {
    change(() ->
        super.updateTable(
            table,
            throughput,
            onDemand,
            billing,
            billingSince,
            attributes,
            globalIndexes,
            deletionProtected,
            stream));
  }

  @Override
  public void updateTable(String table, String timeToLive) {
    change(() -> super.updateTable(table, timeToLive));
  }

  @Override
  public void deleteTable(String table) {
    change(() -> super.deleteTable(table));
  }

  @Override
  public void createGSIColumns(String table, String index) {
    change(() -> super.createGSIColumns(table, index));
  }

  @Override
  public void backfillGSI(String table, String index) {
    change(() -> super.backfillGSI(table, index));
  }

  @Override
  public void deleteGSI(String table, String index) {
    change(() -> super.deleteGSI(table, index));
  }

  /// Does something during which, and after which, tables may be other than they are known.
  void change(Runnable change) {
    forget(1);
    try {
      change.run();
    } finally {
      forget(-1);
    }
  }

  private void forget(int step) {
    synchronized (lock) {
      changing += step;
      changes++;
      known.clear();
    }
  }
}
