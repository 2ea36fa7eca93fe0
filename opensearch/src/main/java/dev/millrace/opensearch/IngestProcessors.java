package dev.millrace.opensearch;

import java.util.Map;
import org.opensearch.ingest.Processor;
import org.opensearch.plugins.IngestPlugin;
import org.opensearch.plugins.Plugin;

/// The processors of ingest pipelines beside those of the core. OpenSearch's own are in a module
/// that is not published as a library.
public final class IngestProcessors extends Plugin implements IngestPlugin {

  @Override
  public Map<String, Processor.Factory> getProcessors(Processor.Parameters parameters) {
    return Map.of(CopyProcessor.TYPE, CopyProcessor::create);
  }
}
