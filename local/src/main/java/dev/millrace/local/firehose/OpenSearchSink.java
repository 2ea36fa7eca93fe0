package dev.millrace.local.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.local.firehose.OpenSearchBulk.Document;
import dev.millrace.local.firehose.OpenSearchDestination.Place;
import dev.millrace.local.firehose.prefix.ErrorOutput;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Indexes the records of one delivery stream as documents.
///
/// Documents that OpenSearch is too busy for are tried again until the retry duration is over.
/// Those it refuses then, or refuses for good, become failure documents in S3. Used by one thread
/// at a time.
///
/// Deviates from AWS: the pauses between attempts grow from a second to a minute.
final class OpenSearchSink implements Sink {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final long LARGEST_REQUEST = 10L << 20;

  private final OpenSearchDestination destination;
  private final Function<String, Optional<URI>> domains;
  private final S3Sink objects;
  private final String identity;
  private final InstantSource clock;
  private @Nullable Attempt attempt;

  /// @param domains finds the endpoint of a domain by its ARN
  /// @param objects takes everything that is no document
  /// @param identity of the delivery stream, so that no two make the same ids
  OpenSearchSink(
      OpenSearchDestination destination,
      Function<String, Optional<URI>> domains,
      S3Sink objects,
      String identity,
      InstantSource clock) {
    this.destination = destination;
    this.domains = domains;
    this.objects = objects;
    this.identity = identity;
    this.clock = clock;
  }

  @Override
  public void store(Batch batch) {
    if (!(batch.lane() instanceof Lane.Data)) {
      objects.store(batch);
      return;
    }
    var current = attempt;
    if (current == null || current.batch != batch.number()) {
      current = new Attempt(batch);
      attempt = current;
    }
    current.go();
    if (current.failures.size() > 0) {
      objects.storeDocuments(batch, ErrorOutput.OPENSEARCH_FAILED, current.failures.toByteArray());
    }
    attempt = null;
  }

  @Override
  public String place(Batch batch) {
    return batch.lane() instanceof Lane.Data
        ? destination.place() + " " + destination.index()
        : objects.place(batch);
  }

  /// A record that is to be a document.
  private record Item(FirehoseRecord record, Document document) {}

  /// How far a batch is.
  private final class Attempt {

    private final long batch;
    private final Instant begun = clock.instant();
    private final ByteArrayOutputStream failures = new ByteArrayOutputStream();
    private List<Item> left;
    private int attempts;

    Attempt(Batch batch) {
      this.batch = batch.number();
      this.left =
          IntStream.range(0, batch.records().size())
              .mapToObj(i -> item(batch.records().get(i), batch.number(), i))
              .toList();
    }

    private Item item(FirehoseRecord record, long number, int index) {
      var id =
          switch (destination.ids()) {
            case FIREHOSE_DEFAULT -> id(number, index);
            case NO_DOCUMENT_ID -> null;
          };
      var json = new String(record.data(), UTF_8).strip().getBytes(UTF_8);
      return new Item(record, new Document(destination.index(record.arrival()), id, json));
    }

    private String id(long number, int index) {
      var name = "%s/%d/%d".formatted(identity, number, index);
      return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }

    /// Indexes what is left.
    ///
    /// @throws NotNow if something is left, and may be tried again
    void go() {
      if (left.isEmpty()) {
        return;
      }
      attempts++;
      var again = new ArrayList<Item>();
      var why = new OpenSearchFailure("", "", attempts, clock.instant());
      for (var chunk : chunks(readable(left))) {
        why = index(chunk, again, why);
      }
      left = List.copyOf(again);
      if (left.isEmpty()) {
        return;
      }
      if (clock.instant().isBefore(begun.plus(destination.retries()))) {
        throw new NotNow("%d documents were not indexed: %s".formatted(left.size(), why.message()));
      }
      for (var item : left) {
        fail(item, why);
      }
      left = List.of();
    }

    /// @return the latest reason to try again
    private OpenSearchFailure index(List<Item> chunk, List<Item> again, OpenSearchFailure latest) {
      List<OpenSearchBulk.Result> results;
      try {
        results = bulk().index(chunk.stream().map(Item::document).toList());
      } catch (NotNow e) {
        again.addAll(chunk);
        return failure("", String.valueOf(e.getMessage()));
      }
      var why = latest;
      for (var i = 0; i < results.size(); i++) {
        var result = results.get(i);
        if (!result.isIndexed()) {
          var failure = failure(Integer.toString(result.status()), result.error());
          if (result.isToRepeat()) {
            again.add(chunk.get(i));
            why = failure;
          } else {
            fail(chunk.get(i), failure);
          }
        }
      }
      return why;
    }

    /// Those that do not spoil a request.
    private List<Item> readable(List<Item> items) {
      var good = new ArrayList<Item>();
      for (var item : items) {
        if (isOneLineObject(item.document().json())) {
          good.add(item);
        } else {
          fail(item, failure("400", "The record must be one JSON object on one line."));
        }
      }
      return good;
    }

    private OpenSearchFailure failure(String code, String message) {
      return new OpenSearchFailure(code, message, attempts, clock.instant());
    }

    private void fail(Item item, OpenSearchFailure failure) {
      var document = item.document();
      failures.writeBytes(failure.line(item.record(), document.index(), document.id()));
    }
  }

  private OpenSearchBulk bulk() {
    return switch (destination.place()) {
      case Place.At(var endpoint) -> new OpenSearchBulk(endpoint);
      case Place.Domain(var arn) ->
          new OpenSearchBulk(
              domains.apply(arn).orElseThrow(() -> new NotNow("there is no domain " + arn)));
    };
  }

  private static List<List<Item>> chunks(List<Item> items) {
    var chunks = new ArrayList<List<Item>>();
    var bytes = LARGEST_REQUEST;
    for (var item : items) {
      var size = item.document().json().length;
      if (bytes + size > LARGEST_REQUEST) {
        chunks.add(new ArrayList<>());
        bytes = 0;
      }
      chunks.getLast().add(item);
      bytes += size;
    }
    return chunks;
  }

  private static boolean isOneLineObject(byte[] bytes) {
    for (var each : bytes) {
      if (each == '\n' || each == '\r') {
        return false;
      }
    }
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      json.skipChildren();
      return json.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }
}
