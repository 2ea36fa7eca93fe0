package dev.millrace.local.stack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The services that a stack takes from elsewhere instead of embedding them.
///
/// Resources of the template are made there through the service's API, and stay there when the
/// stack stops; what is there already is used as it is. Nothing signals new records, so that they
/// are found by polling at AWS's rates.
///
/// Deviates from AWS: endpoints of AWS itself must be in the stack's region.
///
/// @param urls where each of them answers
public record OutsideServices(Map<AwsService, URI> urls) {

  /// Everything is embedded.
  public static final OutsideServices NONE = new OutsideServices(Map.of());

  private static final String AWS = ".amazonaws.com";
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z]+)+-\\d");

  /// @throws IllegalArgumentException if a URL cannot be used, or the services do not fit together
  public OutsideServices {
    urls = Map.copyOf(urls);
    urls.values().forEach(OutsideServices::check);
    if (urls.containsKey(AwsService.FIREHOSE) && !urls.containsKey(AwsService.S3)) {
      throw new IllegalArgumentException(
          "firehose outside of the stack needs s3 outside, too: it cannot write to a bucket in here");
    }
  }

  /// Reads what a user says.
  ///
  /// @param arguments each `SERVICE=URL`, or a URL for all services that no other argument names
  /// @throws IllegalArgumentException naming the argument that cannot be used, and why
  public static OutsideServices parse(List<String> arguments) {
    var named = new EnumMap<AwsService, URI>(AwsService.class);
    URI all = null;
    for (var argument : arguments) {
      var equals = argument.indexOf('=');
      if (equals < 0 || argument.startsWith("http://") || argument.startsWith("https://")) {
        all = once(all, forAll(argument), argument);
      } else {
        var service = service(argument.substring(0, equals), argument);
        named.put(service, once(named.get(service), url(argument.substring(equals + 1)), argument));
      }
    }
    if (all != null) {
      for (var service : AwsService.values()) {
        named.putIfAbsent(service, all);
      }
    }
    return new OutsideServices(named);
  }

  private static URI once(@Nullable URI before, URI now, String argument) {
    if (before != null) {
      throw new IllegalArgumentException(
          "must be given once per service, was " + argument + " too");
    }
    return now;
  }

  private static URI forAll(String argument) {
    var url = url(argument);
    if (isAws(url)) {
      throw new IllegalArgumentException(
          "must say which service is at an endpoint of AWS, such as kinesis=%s, was %s"
              .formatted(argument, argument));
    }
    return url;
  }

  private static AwsService service(String id, String argument) {
    return AwsService.byId(id)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the service must be one of %s, was '%s' in %s"
                    .formatted(AwsService.ids(), id, argument)));
  }

  private static URI url(String text) {
    try {
      var url = new URI(text);
      check(url);
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "must be SERVICE=URL, such as kinesis=http://127.0.0.1:4568, or a URL, was " + text, e);
    }
  }

  private static void check(URI url) {
    var scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https"))
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "must be an http or https URL with a host, and without user, query and fragment, was "
              + url);
    }
    var region = REGION.matcher(url.getHost());
    if (isAws(url) && region.find() && !region.group().equals(Stack.REGION)) {
      throw new IllegalArgumentException(
          "an endpoint of AWS must be in the stack's region %s, others are not supported, was %s"
              .formatted(Stack.REGION, url));
    }
  }

  /// Whether a URL is AWS's own, so that made-up credentials cannot work.
  static boolean isAws(URI url) {
    var host = url.getHost().toLowerCase(Locale.ROOT);
    return host.endsWith(AWS) || host.endsWith(AWS + ".cn");
  }

  /// Where a service answers; empty if it is embedded.
  public Optional<URI> url(AwsService service) {
    return Optional.ofNullable(urls.get(service));
  }

  /// Where the streams of DynamoDB tables are read: on AWS at an endpoint of their own.
  Optional<URI> dynamoDbStreams() {
    return url(AwsService.DYNAMODB)
        .map(url ->
            isAws(url) ? URI.create(url.toString().replaceFirst("://", "://streams.")) : url);
  }

  public boolean isEmpty() {
    return urls.isEmpty();
  }

  /// Whether records come that another clock stamps.
  boolean stampsRecords() {
    return urls.containsKey(AwsService.KINESIS) || urls.containsKey(AwsService.DYNAMODB);
  }

  /// The environment variables by which SDKs find them.
  Map<String, String> variables() {
    var variables = new TreeMap<String, String>();
    urls.forEach((service, url) -> variables.put(variable(service.name()), url.toString()));
    dynamoDbStreams().ifPresent(url -> variables.put(variable("DYNAMODB_STREAMS"), url.toString()));
    return variables;
  }

  private static String variable(String service) {
    return "AWS_ENDPOINT_URL_" + service;
  }
}
