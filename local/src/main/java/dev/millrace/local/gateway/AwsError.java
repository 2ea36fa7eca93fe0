package dev.millrace.local.gateway;

/// The AWS error types the local services answer, as they are spelled on the wire.
public enum AwsError {
  ACCESS_DENIED("AccessDeniedException", 403),
  ALREADY_EXISTS("AlreadyExistsException", 400),
  AUTHORIZATION_ERROR("AuthorizationErrorException", 403),
  BATCH_ENTRY_IDS_NOT_DISTINCT("BatchEntryIdsNotDistinctException", 400),
  BATCH_REQUEST_TOO_LONG("BatchRequestTooLongException", 400),
  CONCURRENT_MODIFICATION("ConcurrentModificationException", 400),
  EMPTY_BATCH_REQUEST("EmptyBatchRequestException", 400),
  ENTITY_NOT_FOUND("EntityNotFoundException", 400),
  EXPIRED_ITERATOR("ExpiredIteratorException", 400),
  EXPIRED_NEXT_TOKEN("ExpiredNextTokenException", 400),
  INTERNAL_FAILURE("InternalFailure", 500),
  INTERNAL_SERVER_ERROR("InternalServerError", 500),
  INVALID_ARGUMENT("InvalidArgumentException", 400),
  INVALID_BATCH_ENTRY_ID("InvalidBatchEntryIdException", 400),
  INVALID_IDENTITY_POOL_CONFIGURATION("InvalidIdentityPoolConfigurationException", 400),
  INVALID_INPUT("InvalidInputException", 400),
  INVALID_PARAMETER("InvalidParameterException", 400),
  INVALID_PARAMETER_COMBINATION("InvalidParameterCombinationException", 400),
  INVALID_PARAMETER_VALUE("InvalidParameterValueException", 400),
  LIMIT_EXCEEDED("LimitExceededException", 400),
  NOT_AUTHORIZED("NotAuthorizedException", 400),
  NOT_FOUND("NotFoundException", 404),
  PROVISIONED_THROUGHPUT_EXCEEDED("ProvisionedThroughputExceededException", 400),
  REQUEST_THROTTLED("RequestThrottled", 403),
  REQUEST_TOO_LARGE("RequestEntityTooLargeException", 413),
  RESOURCE_CONFLICT("ResourceConflictException", 409),
  RESOURCE_IN_USE("ResourceInUseException", 400),
  RESOURCE_NOT_FOUND("ResourceNotFoundException", 400),
  SERIALIZATION("SerializationException", 400),
  SERVICE_UNAVAILABLE("ServiceUnavailableException", 503),
  THROTTLING("ThrottlingException", 400),
  TOO_MANY_ENTRIES_IN_BATCH_REQUEST("TooManyEntriesInBatchRequestException", 400),
  UNAUTHORIZED("AccessDeniedException", 400),
  UNKNOWN_OPERATION("UnknownOperationException", 400),
  VALIDATION("ValidationException", 400);

  private final String type;
  private final int status;

  AwsError(String type, int status) {
    this.type = type;
    this.status = status;
  }

  /// The `__type` of the error document.
  public String type() {
    return type;
  }

  /// The code of the query protocol's error document.
  public String queryCode() {
    return switch (this) {
      case UNKNOWN_OPERATION -> "InvalidAction";
      case VALIDATION -> "ValidationError";
      default -> type.replaceFirst("Exception$", "");
    };
  }

  /// The HTTP status of the answer.
  public int status() {
    return status;
  }
}
