package dev.millrace.local.firehose.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.firehose.format.FailureDocument.CatalogTable;
import dev.millrace.local.firehose.format.FailureDocument.Source;
import dev.millrace.local.firehose.format.FormatConversion.Failed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureDocumentTest {

  private static final FailureDocument DOCUMENT =
      new FailureDocument(
          new CatalogTable("000000000000", "db", "trips", "us-east-1", "LATEST", null),
          1,
          Instant.ofEpochMilli(1_700_000_060_000L));

  @Test
  void itIsOneLineWithTheMembersOfAws() {
    var source =
        new Source(
            "{\"a\": ".getBytes(UTF_8), Instant.ofEpochMilli(1_700_000_000_001L), "4967", 3L);

    assertThat(new String(DOCUMENT.line(new Failed(5, "Code", "Not \"good\""), source), UTF_8))
        .isEqualTo(
            """
            {"attemptsMade":1,"arrivalTimestamp":1700000000001,"lastErrorCode":"Code",\
            "lastErrorMessage":"Not \\"good\\"","attemptEndingTimestamp":1700000060000,\
            "rawData":"eyJhIjog","sequenceNumber":"4967","subSequenceNumber":3,\
            "dataCatalogTable":{"catalogId":"000000000000","databaseName":"db",\
            "tableName":"trips","region":"us-east-1","versionId":"LATEST","catalogArn":null}}
            """);
  }

  @Test
  void aRecordThatWasPutHasNoSequenceNumber() {
    var source = new Source(new byte[0], Instant.EPOCH, null, null);

    assertThat(new String(DOCUMENT.line(new Failed(0, "Code", "m"), source), UTF_8))
        .contains("\"rawData\":\"\",\"sequenceNumber\":null,\"subSequenceNumber\":null,");
  }
}
