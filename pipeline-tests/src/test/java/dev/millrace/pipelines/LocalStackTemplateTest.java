package dev.millrace.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalStackTemplateTest {

  private static final Run RUN = new Run("t", 0);

  @AfterEach
  void delete() throws IOException {
    Files.delete(new LocalStackTemplate(RUN, false).write());
  }

  private static String written(boolean plain) throws IOException {
    return Files.readString(new LocalStackTemplate(RUN, plain).write());
  }

  @Test
  void whatIsNamedHasTheNamesOfItsRun() throws IOException {
    assertThat(written(false))
        .contains(
            "TableName: GameScoreRecords-t\n",
            "Name: Lab-stream-t\n",
            "FunctionName: AggregateScoresByUser-t\n",
            "QueueName: wildrydes-queue-t\n",
            "DeliveryStreamName: nyc-taxi-trips-t\n")
        .contains("AttributeName: RecordID\n", "ParameterName: Delimiter\n");
  }

  @Test
  void onlyWherePlainTheConversionIsLeftOut() throws IOException {
    assertThat(written(true))
        .doesNotContain("DataFormatConversionConfiguration")
        .contains("CompressionFormat: UNCOMPRESSED\n\n  NYCTaxiTripsProcess:");
    assertThat(written(false)).contains("DataFormatConversionConfiguration");
  }

  @Test
  void codeIsFoundFromAnywhere() throws IOException {
    assertThat(written(false)).containsPattern("CodeUri: /.+/score-aggregator\n");
  }
}
