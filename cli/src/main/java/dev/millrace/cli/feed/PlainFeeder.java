package dev.millrace.cli.feed;

/// Puts records to a stream one by one, in order where they ask for it: a call may then hold only
/// one record of a key, because a call that refuses a record may take those behind it. So a key
/// gets no more records a second than there is time for calls.
public record PlainFeeder(StreamFeeder stream) implements Feeder<Keyed> {

  @Override
  public void send(Keyed record) {
    var key = record.partitionKey();
    stream.send(key, record.data(), record.ordered() ? key : null);
  }

  @Override
  public void flush() {
    stream.flush();
  }
}
