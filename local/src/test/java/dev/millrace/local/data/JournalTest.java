package dev.millrace.local.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder = Path.of("");

  private final List<String> read = new ArrayList<>();

  private Path file() {
    return folder.resolve("test.journal");
  }

  private Journal open() {
    read.clear();
    return Journal.open(file(), entry -> read.add(new String(entry, UTF_8)));
  }

  private static void append(Journal journal, String... entries) {
    for (var entry : entries) {
      journal.append(entry.getBytes(UTF_8));
    }
  }

  @Test
  void whatWasAppendedIsReadAgainThoughNobodyClosedIt() {
    append(open(), "one", "two");
    append(open(), "three");

    open().close();
    assertThat(read).containsExactly("one", "two", "three");
  }

  @Test
  void anEntryThatWasCutOffAnywhereIsDroppedAndTheNextOneTakesItsPlace() throws IOException {
    append(open(), "one", "two");
    var whole = Files.readAllBytes(file());
    var second = 8 + "one".length();

    for (int length = second + 1; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (var journal = open()) {
        assertThat(read).as("%d bytes", length).containsExactly("one");
        append(journal, "other");
      }
      open().close();
      assertThat(read).as("%d bytes", length).containsExactly("one", "other");
    }
  }

  @Test
  void aTailOfZerosIsNoEntry() throws IOException {
    append(open(), "one");
    try (var file = new RandomAccessFile(file().toFile(), "rw")) {
      file.setLength(file.length() + 100);
    }

    open().close();
    assertThat(read).containsExactly("one");
  }

  @Test
  void damageBeforeTheEndIsRefusedByPlace() throws IOException {
    append(open(), "one", "two", "three");
    var bytes = Files.readAllBytes(file());
    bytes[8 + 3 + 8] ^= 1;
    Files.write(file(), bytes);

    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s is damaged at byte 11, though 24 bytes follow; restore a copy of the data directory"
                + " or name another",
            file());
  }

  @Test
  void newContentTakesThePlaceOfTheOld() {
    try (var journal = open()) {
      append(journal, "one", "two", "three");
      journal.replace(entries -> entries.accept("all".getBytes(UTF_8)));
      append(journal, "four");
      assertThat(journal.bytes()).isEqualTo(8 + 3 + 8 + 4);
    }

    open().close();
    assertThat(read).containsExactly("all", "four");
  }

  @Test
  void aFullDiskLeavesTheJournalAsItWasAndTakesMoreLater() {
    var disks = new FullDisks();
    var journal = Journal.open(file(), _ -> {}, disks);
    append(journal, "one");

    disks.room = 5;
    assertThatThrownBy(() -> append(journal, "two"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("data directory " + folder + " takes no more");
    assertThatThrownBy(() -> journal.replace(all -> all.accept("all".getBytes(UTF_8))))
        .isInstanceOf(DataException.class);
    open().close();
    assertThat(read).containsExactly("one");

    disks.room = Long.MAX_VALUE;
    append(journal, "three");
    open().close();
    assertThat(read).containsExactly("one", "three");
  }

  @Test
  void anyMixOfEntriesFailuresAndRestartsKeepsExactlyWhatWasAcknowledged() {
    for (long seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var disks = new FullDisks();
      var file = folder.resolve("seed" + seed);
      var acknowledged = new ArrayList<String>();
      var journal = Journal.open(file, _ -> {}, disks);
      for (int i = 0; i < 100; i++) {
        disks.room = random.nextInt(4) == 0 ? random.nextInt(30) : Long.MAX_VALUE;
        var entry = "entry " + i;
        try {
          append(journal, entry);
          acknowledged.add(entry);
        } catch (DataException _) {
          // not acknowledged
        }
        if (random.nextInt(10) == 0) {
          read.clear();
          journal = Journal.open(file, each -> read.add(new String(each, UTF_8)), disks);
          assertThat(read).as("seed %d, step %d", seed, i).isEqualTo(acknowledged);
        }
      }
    }
  }

  /// Disks that take some bytes and then refuse the rest.
  private static final class FullDisks implements Journal.Disks {

    private long room = Long.MAX_VALUE;

    @Override
    public Journal.Disk open(Path path) throws IOException {
      var file = new RandomAccessFile(path.toFile(), "rw");
      return new Journal.Disk() {

        @Override
        public void write(byte[] bytes, long at) throws IOException {
          file.seek(at);
          file.write(bytes, 0, (int) Math.min(bytes.length, room));
          if (bytes.length > room) {
            throw new IOException("No space left on device");
          }
        }

        @Override
        public void truncate(long size) throws IOException {
          file.setLength(size);
        }

        @Override
        public void force() throws IOException {
          file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }
  }
}
