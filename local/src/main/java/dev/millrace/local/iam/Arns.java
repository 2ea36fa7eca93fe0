package dev.millrace.local.iam;

/// ARNs of one region of an account.
record Arns(String region, String account) {

  String of(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, account, resource);
  }
}
