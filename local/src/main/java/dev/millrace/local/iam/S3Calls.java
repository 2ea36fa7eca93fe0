package dev.millrace.local.iam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What calls of S3 ask for, path-style.
final class S3Calls {

  /// Of a bucket's subresources, what reading them is called.
  private static final Map<String, String> BUCKET_READS =
      Map.of(
          "acl", "GetBucketAcl",
          "lifecycle", "GetLifecycleConfiguration",
          "location", "GetBucketLocation",
          "policy", "GetBucketPolicy",
          "tagging", "GetBucketTagging",
          "uploads", "ListBucketMultipartUploads",
          "versioning", "GetBucketVersioning",
          "versions", "ListBucketVersions");

  /// Of an object's subresources, what reading them is called.
  private static final Map<String, String> OBJECT_READS =
      Map.of(
          "acl", "GetObjectAcl",
          "attributes", "GetObjectAttributes",
          "tagging", "GetObjectTagging",
          "uploadId", "ListMultipartUploadParts",
          "versionId", "GetObjectVersion");

  /// Of an object's subresources, what writing them is called.
  private static final Map<String, String> OBJECT_WRITES =
      Map.of("acl", "PutObjectAcl", "tagging", "PutObjectTagging");

  /// Of an object's subresources, what deleting them is called.
  private static final Map<String, String> OBJECT_DELETES =
      Map.of(
          "tagging", "DeleteObjectTagging",
          "uploadId", "AbortMultipartUpload",
          "versionId", "DeleteObjectVersion");

  private static final Map<String, String> BUCKET_CONTEXT =
      Map.of(
          "prefix", ContextKeys.PREFIX,
          "delimiter", ContextKeys.DELIMITER,
          "max-keys", ContextKeys.MAX_KEYS);

  /// Parameters that may be empty and are no subresources.
  private static final Set<String> OF_LISTS =
      Set.of("continuation-token", "delimiter", "key-marker", "marker", "prefix", "start-after");

  private static final Set<String> KNOWN =
      Stream.of(
              BUCKET_READS.keySet(),
              OBJECT_READS.keySet(),
              OBJECT_WRITES.keySet(),
              OBJECT_DELETES.keySet(),
              OF_LISTS,
              Set.of("delete"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private S3Calls() {}

  /// What a call asks for; nothing if it is not known here.
  static List<Access> of(HttpCall call) {
    if (!KNOWN.containsAll(call.flags())) {
      return List.of();
    }
    var place = call.path().substring(1).split("/", 2);
    if (place[0].isEmpty()) {
      return call.method().equals("GET") ? access("ListAllMyBuckets", "*") : List.of();
    }
    return place.length == 1 || place[1].isEmpty()
        ? bucket(call, place[0])
        : object(call, place[0] + "/" + place[1]);
  }

  private static List<Access> bucket(HttpCall call, String bucket) {
    var arn = arn(bucket);
    return switch (call.method()) {
      case "GET", "HEAD" -> {
        var read = subresource(call, BUCKET_READS).orElse("ListBucket");
        yield List.of(new Access("s3:" + read, arn, context(call)));
      }
      case "PUT" -> call.flags().isEmpty() ? access("CreateBucket", arn) : List.of();
      case "DELETE" -> call.flags().isEmpty() ? access("DeleteBucket", arn) : List.of();
      // which objects, the body says; so all of them are asked about
      case "POST" -> call.has("delete") ? access("DeleteObject", arn + "/*") : List.of();
      default -> List.of();
    };
  }

  private static List<Access> object(HttpCall call, String object) {
    var arn = arn(object);
    return switch (call.method()) {
      case "GET", "HEAD" -> access(subresource(call, OBJECT_READS).orElse("GetObject"), arn);
      case "PUT" -> put(call, arn);
      case "POST" ->
          call.has("uploads") || call.has("uploadId") ? access("PutObject", arn) : List.of();
      case "DELETE" -> access(subresource(call, OBJECT_DELETES).orElse("DeleteObject"), arn);
      default -> List.of();
    };
  }

  private static List<Access> put(HttpCall call, String arn) {
    var all = new ArrayList<>(access(subresource(call, OBJECT_WRITES).orElse("PutObject"), arn));
    call.copySource()
        .map(source -> source.replaceFirst("^/", "").replaceFirst("\\?versionId=.*", ""))
        .ifPresent(source -> all.addAll(access("GetObject", arn(source))));
    return all;
  }

  private static Optional<String> subresource(HttpCall call, Map<String, String> actions) {
    return actions.keySet().stream().filter(call::has).sorted().findFirst().map(actions::get);
  }

  private static Map<String, String> context(HttpCall call) {
    var context = new HashMap<String, String>();
    BUCKET_CONTEXT.forEach((parameter, key) -> {
      var value = call.query().get(parameter);
      if (value != null) {
        context.put(key, value);
      }
    });
    return context;
  }

  private static List<Access> access(String action, String resource) {
    return List.of(Access.to("s3:" + action, resource));
  }

  private static String arn(String place) {
    return "arn:aws:s3:::" + place;
  }
}
