package dev.millrace.local.firehose;

/// `DocumentIdOptions` as it is on the wire.
record DocumentIdOptions(Format defaultDocumentIdFormat) {

  static final DocumentIdOptions USUAL = new DocumentIdOptions(Format.FIREHOSE_DEFAULT);

  /// As AWS spells them.
  enum Format {
    /// Every record has an id for ever, so that a document delivered twice is there once.
    FIREHOSE_DEFAULT,
    /// OpenSearch makes the ids.
    NO_DOCUMENT_ID
  }
}
