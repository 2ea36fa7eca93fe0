package dev.millrace.fleet.kinesis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/// A shard and how far it was read.
///
/// @param latest the event time reached, or `EventTime.UNKNOWN`
public record ShardSplit(String shardId, Position position, long latest) implements SourceSplit {

  @Override
  public String splitId() {
    return shardId;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeUTF(shardId);
    position.writeTo(out);
    out.writeLong(latest);
  }

  static ShardSplit readFrom(DataInput in) throws IOException {
    return new ShardSplit(in.readUTF(), Position.readFrom(in), in.readLong());
  }

  static final class Serializer implements SimpleVersionedSerializer<ShardSplit> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(ShardSplit split) throws IOException {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      split.writeTo(out);
      return bytes.toByteArray();
    }

    @Override
    public ShardSplit deserialize(int version, byte[] serialized) throws IOException {
      if (version != 1) {
        throw new IOException("the version of a shard's state must be 1, was " + version);
      }
      return readFrom(new DataInputStream(new ByteArrayInputStream(serialized)));
    }
  }
}
