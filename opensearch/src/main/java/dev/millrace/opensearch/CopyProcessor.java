package dev.millrace.opensearch;

import java.util.Map;
import org.opensearch.ingest.AbstractProcessor;
import org.opensearch.ingest.ConfigurationUtils;
import org.opensearch.ingest.IngestDocument;
import org.opensearch.ingest.Processor;

/// The ingest processor `copy`: gives one field of a document the value of another, be it metadata
/// such as `_id`.
///
/// Deviates from OpenSearch: fields are names, not templates, and `remove_source` is refused.
///
/// See `https://docs.opensearch.org/latest/ingest-pipelines/processors/copy/`.
final class CopyProcessor extends AbstractProcessor {

  static final String TYPE = "copy";

  private final String source;
  private final String target;
  private final boolean ignoreMissing;
  private final boolean overrideTarget;

  private CopyProcessor(String tag, String description, Map<String, Object> settings) {
    super(tag, description);
    source = ConfigurationUtils.readStringProperty(TYPE, tag, settings, "source_field");
    target = ConfigurationUtils.readStringProperty(TYPE, tag, settings, "target_field");
    ignoreMissing =
        ConfigurationUtils.readBooleanProperty(TYPE, tag, settings, "ignore_missing", false);
    overrideTarget =
        ConfigurationUtils.readBooleanProperty(TYPE, tag, settings, "override_target", false);
  }

  /// Makes one of its settings, which it takes out; the node refuses those that are left.
  static Processor create(
      Map<String, Processor.Factory> others,
      String tag,
      String description,
      Map<String, Object> settings) {
    return new CopyProcessor(tag, description, settings);
  }

  @Override
  public String getType() {
    return TYPE;
  }

  /// @throws IllegalArgumentException if there is no source, or a target that must not be replaced
  @Override
  public IngestDocument execute(IngestDocument document) {
    if (!document.hasField(source)) {
      if (ignoreMissing) {
        return document;
      }
      throw new IllegalArgumentException("source field [" + source + "] doesn't exist");
    }
    if (document.hasField(target) && !overrideTarget) {
      throw new IllegalArgumentException("target field [" + target + "] already exists");
    }
    document.setFieldValue(
        target, IngestDocument.deepCopy(document.getFieldValue(source, Object.class)));
    return document;
  }
}
