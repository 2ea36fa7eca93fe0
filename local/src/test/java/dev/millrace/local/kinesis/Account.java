package dev.millrace.local.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A state that a test moves on, action by action, with a clock of its own.
final class Account {

  static final String ID = "000000000000";

  KinesisState state = KinesisState.empty("us-east-1", ID);
  Instant now = Instant.parse("2025-11-21T12:00:00Z");
  Quotas quotas = Quotas.none();
  @Nullable String news;

  <I, O> O call(KinesisServer.Body<I, O> body, I request) {
    var step = body.apply(state, request, now);
    state = step.state();
    news = step.news();
    return step.output();
  }

  <I, O> O call(KinesisServer.LimitedBody<I, O> body, I request) {
    return call(body.by(quotas), request);
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  Account create(String stream, int shards) {
    call(CreateStream::apply, new CreateStream.Request(stream, shards, null, null));
    return this;
  }

  PutRecord.Response put(String stream, String key, String text) {
    return call(
        PutRecord::apply,
        new PutRecord.Request(stream, null, text.getBytes(UTF_8), key, null, null));
  }

  void split(String stream, String shardId, String hash) {
    call(SplitShard::apply, new SplitShard.Request(stream, null, shardId, hash));
  }

  void merge(String stream, String shardId, String adjacent) {
    call(MergeShards::apply, new MergeShards.Request(stream, null, shardId, adjacent));
  }

  DataStream stream(String name) {
    return state.stream(name, null, now);
  }

  /// What the state holds, expired records included.
  DataStream stored(String name) {
    return Objects.requireNonNull(state.streams().get(name));
  }

  String iterator(
      String stream,
      String shardId,
      GetShardIterator.Type type,
      @Nullable String sequenceNumber,
      @Nullable Instant time) {
    return call(
            GetShardIterator::apply,
            new GetShardIterator.Request(stream, null, shardId, type, sequenceNumber, time))
        .shardIterator();
  }

  String oldest(String stream, String shardId) {
    return iterator(stream, shardId, GetShardIterator.Type.TRIM_HORIZON, null, null);
  }

  GetRecords.Response get(String iterator, @Nullable Integer limit) {
    return call(GetRecords::apply, new GetRecords.Request(iterator, limit, null));
  }

  static List<String> texts(GetRecords.Response response) {
    return response.records().stream().map(item -> new String(item.data(), UTF_8)).toList();
  }
}
