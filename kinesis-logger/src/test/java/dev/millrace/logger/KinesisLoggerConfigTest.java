package dev.millrace.logger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KinesisLoggerConfigTest {

  @Test
  void everySettingIsRead() {
    assertThat(KinesisLoggerConfig.from(new Env(Map.of("MAX_LINE_BYTES", "5000"))))
        .isEqualTo(new KinesisLoggerConfig(5_000));
  }

  @Test
  void noSettingIsNeeded() {
    assertThat(KinesisLoggerConfig.from(new Env(Map.of())))
        .isEqualTo(new KinesisLoggerConfig(262_118));
  }
}
