package dev.millrace.benchmarks;

/// One stage of the pipeline of scores by itself: a Kinesis stream that is read by the function
/// that logs.
record LoggerStage(ScorePipeline pipeline) {

  private static final String FUNCTION = "ProcessKinesisRecords";

  /// Makes the stream that has so many shards and holds so many records.
  void fill(int shards, int records) {
    new Feed(pipeline.kinesis()).create(stream(shards, records), shards, records);
  }

  /// Records a second, from when a mapping of that stream is made until all are logged.
  double rate(int shards, int records, int batchSize) {
    var began = System.nanoTime();
    var mapping = pipeline.calls().create(stream(shards, records), FUNCTION, batchSize);
    pipeline.awaitResolved(mapping, records);
    var wall = System.nanoTime() - began;
    pipeline.calls().delete(mapping);
    pipeline.rest();
    return records * 1e9 / wall;
  }

  private static String stream(int shards, int records) {
    return "stage-%d-%d".formatted(shards, records);
  }
}
