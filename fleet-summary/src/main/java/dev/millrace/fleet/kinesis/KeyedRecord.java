package dev.millrace.fleet.kinesis;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;

/// A record to be put.
public record KeyedRecord(String partitionKey, byte[] data) implements Serializable {

  static final class Serializer extends AsyncSinkWriterStateSerializer<KeyedRecord> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    protected void serializeRequestToStream(KeyedRecord each, DataOutputStream out)
        throws IOException {
      out.writeUTF(each.partitionKey);
      out.writeInt(each.data.length);
      out.write(each.data);
    }

    @Override
    protected KeyedRecord deserializeRequestFromStream(long size, DataInputStream in)
        throws IOException {
      var key = in.readUTF();
      var data = new byte[in.readInt()];
      in.readFully(data);
      return new KeyedRecord(key, data);
    }
  }
}
