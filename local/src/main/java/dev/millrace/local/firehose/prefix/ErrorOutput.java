package dev.millrace.local.firehose.prefix;

import java.util.Arrays;

/// Why records are written under the error prefix: `!{firehose:error-output-type}`.
public enum ErrorOutput {
  PROCESSING_FAILED("processing-failed"),
  FORMAT_CONVERSION_FAILED("format-conversion-failed"),
  OPENSEARCH_FAILED("AmazonOpenSearchService-failed", "AmazonOpenSearchService_failed"),
  SPLUNK_FAILED("splunk-failed"),
  HTTP_ENDPOINT_FAILED("http-endpoint-failed");

  private final String text;
  private final String folder;

  ErrorOutput(String text) {
    this(text, text);
  }

  ErrorOutput(String text, String folder) {
    this.text = text;
    this.folder = folder;
  }

  /// That of a text.
  ///
  /// @throws IllegalArgumentException if there is none
  public static ErrorOutput of(String text) {
    return Arrays.stream(values())
        .filter(each -> each.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no error output is named " + text));
  }

  /// As it is in keys.
  public String text() {
    return text;
  }

  /// What follows a prefix that does not say where it goes; the guide spells one of them otherwise.
  String folder() {
    return folder;
  }
}
