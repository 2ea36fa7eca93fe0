package dev.millrace.pipelines;

import java.util.Map;

/// The contract on the embedded stack.
class EmbeddedPipelineTest extends PipelineContract {

  EmbeddedPipelineTest() {
    super(new Run("embedded", 1000));
  }

  @Override
  Backend deploy(Map<String, String> parameters) {
    return new EmbeddedBackend(parameters);
  }
}
