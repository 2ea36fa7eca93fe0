package dev.millrace.pipelines;

import dev.millrace.local.stack.SdkClients;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// What LocalStack keeps of a run when its stack has ended: everything that has the run's names.
record Leftovers(Run run, SdkClients clients) {

  /// Ends the delivery streams, which keep a JVM busy each, and their tables of leases with them.
  void deleteDeliveries(URI url) {
    try (var firehose =
        FirehoseClient.builder()
            .endpointOverride(url)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build()) {
      firehose.listDeliveryStreams().deliveryStreamNames().stream()
          .filter(run::owns)
          .forEach(name -> firehose.deleteDeliveryStream(s -> s.deliveryStreamName(name)));
    }
  }

  void delete() {
    var tables = clients.dynamoDb();
    tables.listTablesPaginator().tableNames().stream()
        .filter(run::owns)
        .forEach(name -> tables.deleteTable(t -> t.tableName(name)));
    var kinesis = clients.kinesis();
    kinesis.listStreams().streamNames().stream()
        .filter(run::owns)
        // which LocalStack makes for a table, and deletes with it
        .filter(name -> !name.startsWith("__"))
        .forEach(
            name -> kinesis.deleteStream(s -> s.streamName(name).enforceConsumerDeletion(true)));
    var sqs = clients.sqs();
    sqs.listQueuesPaginator().queueUrls().stream()
        .filter(run::owns)
        .forEach(url -> sqs.deleteQueue(q -> q.queueUrl(url)));
    clients.s3().listBuckets().buckets().stream()
        .filter(bucket -> bucket.name().contains(run.name("millrace")))
        .forEach(bucket -> deleteBucket(bucket.name()));
  }

  private void deleteBucket(String name) {
    var s3 = clients.s3();
    s3.listObjectsV2Paginator(list -> list.bucket(name))
        .contents()
        .forEach(object -> s3.deleteObject(d -> d.bucket(name).key(object.key())));
    s3.deleteBucket(b -> b.bucket(name));
  }
}
