package dev.millrace.window;

/// The DynamoDB type of the key, which is the type that messages must give it.
enum KeyType {
  S,
  N
}
