package dev.millrace.cli.input;

import dev.millrace.common.testkit.Fuzz;
import dev.millrace.common.testkit.Mutations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTest {

  private static final Mutations TRIPS =
      Mutations.of(
          """
          VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,\
          pickup_longitude,pickup_latitude,dropoff_longitude,dropoff_latitude,total_amount
          2,2015-01-15 19:05:39,2015-01-15 19:23:42,1,1.59,-73.99,40.75,-73.97,40.75,17.05
          1,2015-01-10 20:33:38,2015-01-10 20:53:28,1,"3.30",-74.00,40.72,-73.99,40.75,17.8
          """);

  private static final Mutations READINGS =
      Mutations.of(
          """
          {"Name":"Shadowfax","StatusTime":"2017-06-05 09:17:08.189","Latitude":42.26,\
          "Longitude":-71.97,"Distance":175,"MagicPoints":110,"HealthPoints":150}
          {"Name":"Rocinante"}
          """);

  @TempDir private Path dir;
  private int files;

  @Test
  void everyLineOfATripFileIsATripOrMalformed() {
    Fuzz.run("TripFile", TRIPS, bytes -> read(bytes, TripFile::of));
  }

  @Test
  void everyLineOfAReadingFileIsAReadingOrMalformed() {
    Fuzz.run("ReadingFile", READINGS, bytes -> read(bytes, ReadingFile::of));
  }

  private void read(byte[] bytes, Function<Path, Input<?>> open) {
    // a new one each time: to write over a file, ext4 waits for the disk
    var file = dir.resolve("input" + files++);
    try {
      Files.write(file, bytes);
      read(open, file);
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Function<Path, Input<?>> open, Path file) throws IOException {
    try {
      open.apply(file).forEach(_ -> {}, _ -> {});
    } catch (InputException _) {
      // an unreadable header
    }
  }
}
