package dev.millrace.local.rules;

/// How we know a rule.
enum Grade {
  DOCUMENTED("documented", "AWS's documentation or API reference says so."),
  OBSERVED("observed", "Seen on AWS: LocalStack records in public what AWS answers to its tests."),
  INFERRED(
      "inferred",
      "No text says it in so many words; it follows from what is documented or observed, or it is"
          + " what other emulators do, too."),
  OPEN("open: our choice", "Nothing reliable was found on what AWS does. This is what we do.");

  private final String text;
  private final String meaning;

  Grade(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  String text() {
    return text;
  }

  String meaning() {
    return meaning;
  }
}
