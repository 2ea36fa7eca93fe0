package dev.millrace.opensearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opensearch.OpenSearchParseException;
import org.opensearch.index.VersionType;
import org.opensearch.ingest.IngestDocument;

class CopyProcessorTest {

  private static IngestDocument document(Map<String, Object> source) {
    return new IngestDocument("scores", "firehose-1", null, 1L, VersionType.INTERNAL, source);
  }

  private static IngestDocument copied(Map<String, Object> source, Map<String, Object> options)
      throws Exception {
    var settings = new HashMap<String, Object>(options);
    settings.put("source_field", "id");
    settings.put("target_field", "_id");
    return CopyProcessor.create(Map.of(), "tag", "description", settings).execute(document(source));
  }

  @Test
  void aDocumentGetsTheIdThatAFieldHas() throws Exception {
    var copied = copied(new HashMap<>(Map.of("id", "e-1")), Map.of("override_target", true));

    assertThat(copied.getFieldValue("_id", String.class)).isEqualTo("e-1");
    assertThat(copied.getFieldValue("id", String.class)).isEqualTo("e-1");
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() {
    assertThatThrownBy(() -> copied(new HashMap<>(Map.of("id", "e-1")), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target field [_id] already exists");
  }

  @Test
  void aMissingFieldIsAnErrorUnlessItMayBeMissing() throws Exception {
    assertThatThrownBy(() -> copied(new HashMap<>(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source field [id] doesn't exist");

    var left = copied(new HashMap<>(), Map.of("ignore_missing", true));
    assertThat(left.getFieldValue("_id", String.class)).isEqualTo("firehose-1");
  }

  @Test
  void aSettingThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> CopyProcessor.create(Map.of(), "tag", "description", new HashMap<>()))
        .isInstanceOf(OpenSearchParseException.class)
        .hasMessageContaining("source_field");
  }
}
