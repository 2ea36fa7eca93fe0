package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsError;
import dev.millrace.local.gateway.AwsException;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// All delivery streams, by name.
///
/// @param created how many there ever were
record FirehoseState(
    String region, String account, long created, PSortedMap<String, DeliveryStream> streams) {

  static FirehoseState empty(String region, String account) {
    return new FirehoseState(region, account, 0, TreePMap.empty());
  }

  String arn(String name) {
    return "arn:aws:firehose:%s:%s:deliverystream/%s".formatted(region, account, name);
  }

  /// @throws AwsException if there is none of that name
  DeliveryStream stream(String name) {
    var stream = streams.get(name);
    if (stream == null) {
      throw noStream(name);
    }
    return stream;
  }

  AwsException noStream(String name) {
    return new AwsException(
        AwsError.RESOURCE_NOT_FOUND,
        "Firehose %s under account %s not found.".formatted(name, account));
  }

  /// The same with a delivery stream of before.
  FirehoseState with(DeliveryStream stream) {
    return new FirehoseState(region, account, created, streams.plus(stream.name(), stream));
  }

  FirehoseState withCreated(long number) {
    return new FirehoseState(region, account, number, streams);
  }

  FirehoseState plus(DeliveryStream stream) {
    return new FirehoseState(region, account, created + 1, streams.plus(stream.name(), stream));
  }

  FirehoseState minus(String name) {
    return new FirehoseState(region, account, created, streams.minus(name));
  }
}
