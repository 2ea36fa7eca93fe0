package dev.millrace.local.kinesis;

import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_INCOMING_BYTES;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_INCOMING_RECORDS;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_READ_AGE;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_READ_BYTES;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_READ_RECORDS;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_READ_THROTTLED;
import static dev.millrace.local.cloudwatch.ServiceMetric.KINESIS_WRITE_THROTTLED;

import dev.millrace.local.cloudwatch.Metrics;
import dev.millrace.local.cloudwatch.ServiceMetric;
import dev.millrace.local.gateway.AwsAction;
import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures the actions that write and read records, as CloudWatch's metrics of a stream.
final class Meter {

  private final Metrics metrics;

  Meter(Metrics metrics) {
    this.metrics = metrics;
  }

  AwsAction<PutRecord.Request, PutRecord.Response> putRecord(
      AwsAction<PutRecord.Request, PutRecord.Response> action) {
    return measured(
        action,
        request -> stream(request.streamName(), request.streamARN()),
        KINESIS_WRITE_THROTTLED,
        (request, _) ->
            incoming(stream(request.streamName(), request.streamARN()), 1, request.data().length));
  }

  AwsAction<PutRecords.Request, PutRecords.Response> putRecords(
      AwsAction<PutRecords.Request, PutRecords.Response> action) {
    return measured(
        action,
        request -> stream(request.streamName(), request.streamARN()),
        KINESIS_WRITE_THROTTLED,
        (request, response) -> {
          var stream = stream(request.streamName(), request.streamARN());
          var taken =
              IntStream.range(0, request.records().size())
                  .filter(i -> !response.records().get(i).failed())
                  .mapToLong(i -> request.records().get(i).data().length)
                  .summaryStatistics();
          incoming(stream, taken.getCount(), taken.getSum());
          metrics.add(KINESIS_WRITE_THROTTLED, stream, response.failedRecordCount());
        });
  }

  AwsAction<GetRecords.Request, GetRecords.Response> getRecords(
      AwsAction<GetRecords.Request, GetRecords.Response> action) {
    return measured(
        action,
        Meter::stream,
        KINESIS_READ_THROTTLED,
        (request, response) -> {
          var stream = stream(request);
          var bytes = response.records().stream().mapToLong(item -> item.data().length).sum();
          metrics.add(KINESIS_READ_RECORDS, stream, response.records().size());
          metrics.add(KINESIS_READ_BYTES, stream, (double) bytes);
          metrics.add(KINESIS_READ_AGE, stream, (double) response.millisBehindLatest());
          metrics.add(KINESIS_READ_THROTTLED, stream, 0);
        });
  }

  private void incoming(String stream, long records, long bytes) {
    metrics.add(KINESIS_INCOMING_RECORDS, stream, (double) records);
    metrics.add(KINESIS_INCOMING_BYTES, stream, (double) bytes);
  }

  private <I, O> AwsAction<I, O> measured(
      AwsAction<I, O> action,
      Function<I, String> stream,
      ServiceMetric throttled,
      BiConsumer<I, O> measure) {
    return new AwsAction<>(
        action.name(),
        action.input(),
        request -> {
          try {
            var response = action.body().apply(request);
            measure.accept(request, response);
            return response;
          } catch (AwsException e) {
            if (e.error() == AwsError.PROVISIONED_THROUGHPUT_EXCEEDED) {
              metrics.add(throttled, stream.apply(request), 1);
            }
            throw e;
          }
        });
  }

  private static String stream(@Nullable String name, @Nullable String arn) {
    return name == null ? String.valueOf(arn).replaceFirst(".*/", "") : name;
  }

  /// An iterator that was accepted has not expired by the beginning of time.
  private static String stream(GetRecords.Request request) {
    return ShardIterator.parse(request.shardIterator(), Instant.MIN).stream();
  }
}
