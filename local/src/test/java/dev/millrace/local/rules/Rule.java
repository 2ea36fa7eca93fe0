package dev.millrace.local.rules;

import static dev.millrace.local.rules.Evidence.documented;
import static dev.millrace.local.rules.Evidence.inferred;
import static dev.millrace.local.rules.Evidence.observed;
import static dev.millrace.local.rules.Evidence.open;

/// Every rule of event source mappings that we know of, once.
///
/// `docs/event-source-mappings.md` is made from this list and from the tests that say of themselves
/// what they prove. The order is the order of the page. A file of this length is an exception: it
/// is a table.
@SuppressWarnings("ImmutableEnumChecker") // evidence is lists of enum constants
public enum Rule {

  // ---- settings and their limits

  BATCH_SIZE(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`BatchSize` is 1 to 10,000, by default 100."),
  BATCHING_WINDOW(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`MaximumBatchingWindowInSeconds` is 0 to 300 whole seconds, by default 0."),
  BATCH_SIZE_WITHOUT_BATCHING_WINDOW(
      Section.SETTINGS,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "A batch size above 10 needs no batching window, although the API reference asks for one."),
  MAXIMUM_RETRY_ATTEMPTS(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`MaximumRetryAttempts` is 0 to 10,000, or −1 for no limit, which is the default."),
  MAXIMUM_RECORD_AGE(
      Section.SETTINGS,
      documented(Source.MAPPING_CONFIGURATION),
      "`MaximumRecordAgeInSeconds` is 60 to 604,800, or −1 for no limit, which is the"
          + " default; 0 to 59 are refused."),
  TUMBLING_WINDOW(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`TumblingWindowInSeconds` is 1 to 900, or 0 for none, which is the default."),
  PARALLELIZATION_FACTOR(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`ParallelizationFactor` is 1 to 10, by default 1."),
  NO_LANES_WITH_WINDOWS(
      Section.SETTINGS,
      inferred(Source.TERRAFORM_ISSUE),
      "A factor above 1 with a tumbling window is refused."),
  BISECT_IS_OFF_BY_DEFAULT(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`BisectBatchOnFunctionError` is true or false, by default false."),
  FUNCTION_RESPONSE_TYPES(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "`FunctionResponseTypes` is empty, which is the default, or holds"
          + " `ReportBatchItemFailures` and nothing else."),
  STARTING_POSITION_IS_REQUIRED(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING).and(inferred(Source.LOCALSTACK_API)),
      "`StartingPosition` must be given: `TRIM_HORIZON`, `LATEST` or `AT_TIMESTAMP`;"
          + " without it the error is `InvalidParameterValueException` about a null value at"
          + " `startingPosition`."),
  AT_TIMESTAMP_IS_FOR_KINESIS(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING).and(inferred(Source.LOCALSTACK_API)),
      "`AT_TIMESTAMP` is for Kinesis only; for a DynamoDB stream the error is"
          + " `Unsupported starting position for arn type`."),
  STARTING_TIME_IS_NOT_IN_THE_FUTURE(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "The time of `AT_TIMESTAMP` must be given and must not lie in the future."),
  FILTER_PATTERN_LENGTH(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING),
      "A filter's `Pattern` has at most 4,096 characters."),
  ON_SUCCESS_IS_NOT_SUPPORTED(
      Section.SETTINGS,
      documented(Source.CREATE_MAPPING).and(inferred(Source.LOCALSTACK_API)),
      "Streams have no success destination: `OnSuccess` is refused."),

  // ---- making, changing and watching a mapping

  CREATE_ECHOES_EVERY_DEFAULT(
      Section.CHANGES,
      observed(Source.KINESIS_RECORDING),
      "Creating a mapping answers 202 with every setting, defaults included, `State`"
          + " `Creating`, `StateTransitionReason` `User action` and an empty `OnFailure`."),
  LAST_PROCESSING_RESULT_AT_FIRST(
      Section.CHANGES,
      observed(Source.KINESIS_RECORDING),
      "`LastProcessingResult` is `No records processed` until the function was called,"
          + " then `OK` if it succeeded."),
  LAST_PROCESSING_RESULT_OF_A_FAILURE(
      Section.CHANGES,
      documented(Source.KINESIS_2022),
      "After a failed call `LastProcessingResult` begins with `PROBLEM: Function call failed`."),
  LAST_PROCESSING_RESULT_OTHERWISE(
      Section.CHANGES,
      open(),
      "After a partial report, a call that did not reach the function, a read that failed"
          + " or a message that was not taken, `LastProcessingResult` says so behind"
          + " `PROBLEM:`."),
  STATES(
      Section.CHANGES,
      documented(Source.MAPPING_CONFIGURATION),
      "A mapping is `Creating`, `Enabled`, `Disabled`, or on its way: `Enabling`,"
          + " `Disabling`, `Updating`, `Deleting`."),
  UPDATES_ARE_ASYNCHRONOUS(
      Section.CHANGES,
      documented(Source.KINESIS_2022),
      "An update is answered before it takes effect."),
  UPDATE_AFTER_THE_INVOCATION(
      Section.CHANGES,
      open(),
      "An update takes effect when the invocation under way has ended; what was not"
          + " resolved is batched anew under the new settings, with a fresh count of attempts."),
  UPDATE_SKIPS_WHAT_IS_RESOLVED(
      Section.CHANGES,
      open(),
      "After an update the stream is read again from the checkpoint; records resolved behind it"
          + " are skipped."),
  OTHER_FILTERS(
      Section.CHANGES,
      open(),
      "Other filters apply to every record that is not resolved, read before or not."),
  NO_FILTERS(
      Section.CHANGES,
      documented(Source.FILTERS_2022),
      "`FilterCriteria` `{}` in an update takes the filters away."),
  UPDATE_KEEPS_WHAT_IT_DOES_NOT_NAME(
      Section.CHANGES, inferred(), "An update changes the settings it names and no others."),
  UPDATE_OF_AN_OPEN_WINDOW(
      Section.CHANGES,
      open(),
      "A tumbling window that is open at an update goes on; if the length of windows"
          + " changes, it is handed over by its final call first."),
  UPDATE_WITH_MESSAGES_LEFT(
      Section.CHANGES,
      open(),
      "Records whose failure message was not taken when a mapping is updated or switched off"
          + " are processed again, and so is the final call of a window."),
  DISABLING_KEEPS_THE_POSITION(
      Section.CHANGES,
      documented(Source.KINESIS_2022),
      "A mapping that is disabled keeps its position and goes on behind it when it is"
          + " enabled again."),
  CHANGES_LOSE_NOTHING(
      Section.CHANGES,
      open(),
      "However often a mapping is changed under load, no record is lost and none that was"
          + " resolved is delivered again."),
  STREAM_MUST_EXIST(
      Section.CHANGES,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "A mapping of a stream that does not exist is refused:"
          + " `InvalidParameterValueException`, 400, `Stream not found: …`."),
  ONE_MAPPING_PER_STREAM_AND_FUNCTION(
      Section.CHANGES,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "A second mapping of the same stream and function is refused:"
          + " `ResourceConflictException`, 409, naming the UUID of the first."),
  BAD_FILTER(
      Section.CHANGES,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "A bad pattern in `FilterCriteria` is answered with 400"
          + " `InvalidParameterValueException`, `Invalid filter pattern definition.` and the"
          + " reason."),
  UNKNOWN_IS_REFUSED(
      Section.CHANGES,
      open(),
      "A member or a value that is not supported here is refused by its name."),

  // ---- reading and batching

  POLL_RATE(
      Section.READING,
      documented(Source.KINESIS_2022, Source.DYNAMODB_2022),
      "A shard is read once a second (Kinesis) or four times a second (DynamoDB), unless"
          + " a server in the same process tells when there is something to read."),
  A_BATCH_IS_OF_ONE_SHARD(
      Section.READING,
      documented(Source.KINESIS_2022),
      "A batch holds records of one shard of one stream."),
  SHARD_ORDER(
      Section.READING,
      documented(Source.MAPPINGS_2022),
      "Records are first delivered in the order of their shard."),
  ONE_BATCH_AT_A_TIME(
      Section.READING,
      documented(Source.SCALING),
      "By default one batch of a shard is under way at a time; the mapping waits for the answer."),
  MAPPINGS_ARE_INDEPENDENT(
      Section.READING,
      inferred(),
      "Several mappings of one stream are independent: each has its position, and none waits for"
          + " another."),
  A_FULL_BATCH_GOES(
      Section.READING,
      documented(Source.MAPPINGS_2022, Source.KINESIS_2022),
      "A batch goes as soon as it has as many records as the batch size, never more."),
  A_BATCH_GOES_WHEN_ITS_TIME_IS_OVER(
      Section.READING,
      documented(Source.MAPPINGS_2022),
      "A batch that is not full goes when the batching window has elapsed."),
  NO_WAITING_WITHOUT_BATCHING_WINDOW(
      Section.READING,
      documented(Source.MAPPINGS_2022),
      "Without a batching window nothing waits for a batch to fill up: one available"
          + " record is a batch."),
  AN_EVENT_HAS_SIX_MEGABYTES(
      Section.READING,
      documented(Source.MAPPINGS_2022, Source.KINESIS_2022),
      "A batch goes before its event exceeds 6 MB."),
  WHAT_COUNTS_TOWARDS_SIX_MEGABYTES(
      Section.READING,
      open(),
      "The whole event counts towards the 6 MB: the records' JSON with base64 data, and"
          + " what surrounds them."),
  A_RECORD_ABOVE_SIX_MEGABYTES(
      Section.READING, open(), "A record whose event exceeds 6 MB by itself goes alone."),
  BATCHING_WINDOW_OPENS_AFTER_THE_INVOCATION(
      Section.READING,
      documented(Source.MAPPINGS_2022),
      "The next batching window opens when the invocation before it completes, not with"
          + " the first record."),
  AN_EMPTY_BATCHING_WINDOW(
      Section.READING,
      open(),
      "A batching window in which nothing came opens again with the next record."),
  AT_LEAST_ONCE(
      Section.READING,
      documented(Source.MAPPINGS),
      "Delivery is at least once: a batch whose answer got lost is delivered again."),
  EVERY_RECORD_IS_RESOLVED_ONCE(
      Section.READING,
      inferred(),
      "Every record is either processed or given up, once; the checkpoint only moves"
          + " forward and ends behind the last one."),
  STARTING_POSITIONS(
      Section.READING,
      documented(Source.CREATE_MAPPING),
      "`TRIM_HORIZON` begins with the oldest record, `LATEST` behind the newest,"
          + " `AT_TIMESTAMP` with the first that arrived at that time or later."),
  STARTING_POSITION_WITHOUT_CHECKPOINT(
      Section.READING,
      inferred(),
      "The starting position applies only where there is no checkpoint."),
  LATEST_MISSES_NOTHING(
      Section.READING,
      open(),
      "With `LATEST`, every record that is put after the mapping was made is delivered"
          + " (AWS may miss those of the first minutes)."),
  LATEST_OF_A_MAPPING_MADE_DISABLED(
      Section.READING,
      open(),
      "The starting position of a mapping that was made disabled is fixed when it is"
          + " enabled first."),
  EXPIRED_ITERATORS(
      Section.READING,
      inferred(),
      "An iterator that expired is replaced without losing or repeating a record."),
  REFUSED_READS(
      Section.READING,
      inferred(),
      "A read that is refused is tried again, at longer and longer intervals."),

  A_CLOCK_THAT_WENT_BACK(
      Section.READING,
      open(),
      "If the stream's clock has not reached a place in time, `AT_TIMESTAMP` begins behind the"
          + " newest record, and a place of `LATEST` a minute, an hour or as much earlier as it"
          + " takes."),

  // ---- several batches of a shard at a time (parallelizationfactor)

  LANES_AT_A_TIME(
      Section.PARALLEL,
      documented(Source.SCALING),
      "With `ParallelizationFactor` N up to N batches of one shard are under way at a time."),
  ORDER_OF_KEYS(
      Section.PARALLEL,
      documented(Source.MAPPINGS_2022),
      "The order of each partition key is kept while different keys run in parallel."),
  LANE_OF_A_RECORD(
      Section.PARALLEL,
      open(),
      "A record's lane is the CRC-32 of its partition key, or of its item's keys, modulo the"
          + " factor; aggregated records count as the one that holds them."),
  A_LANE_OF_ITS_OWN(
      Section.PARALLEL,
      open(),
      "Each lane has its own batch size, batching window, attempts, splits and failure messages."),
  A_LANE_THAT_FAILS(
      Section.PARALLEL,
      open(),
      "A lane that fails stops the others only when the shard's look-ahead is full."),
  ANOTHER_FACTOR(
      Section.PARALLEL,
      open(),
      "When an update changes the factor, what is not resolved is shared out over the new lanes;"
          + " an open tumbling window is handed over first."),

  // ---- shards that split and merge

  PARENTS_FIRST(
      Section.SHARDS,
      documented(Source.DYNAMODB_STREAMS, Source.RESHARDING),
      "A shard is read to its end, and everything in it is resolved, before its children"
          + " are read."),
  BOTH_PARENTS_OF_A_MERGE(
      Section.SHARDS,
      inferred(Source.RESHARDING),
      "A shard made by a merge waits for both its parents."),
  CHILDREN_FROM_THE_BEGINNING(
      Section.SHARDS,
      inferred(),
      "Shards that appear later are read from their beginning, whatever the starting position."),
  LATEST_AND_CLOSED_SHARDS(
      Section.SHARDS,
      inferred(),
      "`LATEST` passes shards over that were closed when the mapping was made."),

  // ---- enhanced fan-out

  CONSUMER_SOURCE(
      Section.FAN_OUT,
      documented(Source.KINESIS_2022),
      "The source of a fan-out mapping is the consumer's ARN, `<stream"
          + " ARN>/consumer/<name>:<creation time>`."),
  A_CONSUMER_MADE_ANEW(
      Section.FAN_OUT,
      documented(Source.CONSUMER_DESCRIPTION),
      "A consumer that is made anew has another ARN."),
  CONSUMER_IN_EVENTS(
      Section.FAN_OUT,
      inferred(Source.DOTNET_TYPES),
      "`eventSourceARN` is then the consumer's ARN."),
  SUBSCRIPTIONS_ARE_RENEWED(
      Section.FAN_OUT,
      documented(Source.SUBSCRIBE),
      "A subscription lasts at most 5 minutes and is renewed without losing or repeating a"
          + " record."),
  A_SECOND_SUBSCRIPTION(
      Section.FAN_OUT,
      documented(Source.SUBSCRIBE),
      "A second subscription within 5 s is refused with `ResourceInUseException`; later it takes"
          + " over."),
  CONTINUATION(
      Section.FAN_OUT,
      documented(Source.SUBSCRIBE_EVENT),
      "Reading resumes at `ContinuationSequenceNumber`, which advances without data;"
          + " `ChildShards` comes only at the end of a shard."),
  TWENTY_CONSUMERS(
      Section.FAN_OUT, documented(Source.REGISTER_CONSUMER), "A stream has at most 20 consumers."),
  A_CONSUMER_THAT_IS_GONE(
      Section.FAN_OUT,
      open(),
      "A consumer that is gone is named in `LastProcessingResult`, and its mapping comes to rest."),
  FAN_OUT_OTHERWISE(Section.FAN_OUT, inferred(), "Everything else is as with shared reading."),

  // ---- after a restart

  GOES_ON_AFTER_A_RESTART(
      Section.POSITIONS,
      open(),
      "A mapping goes on after a restart behind the last record that was resolved."),
  AFTER_A_CRASH(
      Section.POSITIONS,
      open(),
      "Positions are saved in the background: after a crash at most the batches since the last"
          + " save are delivered again, and none is lost."),
  LANES_AFTER_A_RESTART(
      Section.POSITIONS,
      open(),
      "What other lanes finished behind the checkpoint is kept, too, and not delivered again."),
  WINDOWS_AFTER_A_RESTART(
      Section.POSITIONS,
      open(),
      "A tumbling window that was open goes on with its state as of the last success."),
  MAPPINGS_OF_THE_API_LAST(
      Section.POSITIONS,
      open(),
      "A mapping that was made through the API is there again, with its settings, state and"
          + " position."),
  MAPPINGS_OF_THE_TEMPLATE(
      Section.POSITIONS,
      open(),
      "A mapping of the template goes on with the template's settings, whatever an update had"
          + " changed."),

  // ---- the event of a kinesis stream

  KINESIS_EVENT_ID(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`eventID` is the shard id, a colon and the sequence number."),
  KINESIS_CONSTANTS(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`eventSource` is `aws:kinesis`, `eventName` `aws:kinesis:record`, `eventVersion`"
          + " and `kinesis.kinesisSchemaVersion` are `1.0`."),
  KINESIS_ROLE(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`invokeIdentityArn` is the ARN of the function's execution role."),
  KINESIS_ARN_AND_REGION(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`eventSourceARN` is the stream's ARN, `awsRegion` its region."),
  KINESIS_KEY_AND_NUMBER(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`kinesis.partitionKey` and `kinesis.sequenceNumber` are texts, as they were put and given."),
  KINESIS_DATA(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`kinesis.data` is the blob in standard base64, padded, on one line."),
  KINESIS_TIME(
      Section.KINESIS_EVENT,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`kinesis.approximateArrivalTimestamp` is a number: seconds since 1970 with"
          + " milliseconds as its fraction."),
  KINESIS_NOTHING_ELSE(
      Section.KINESIS_EVENT,
      observed(Source.KINESIS_RECORDING),
      "There are no other members; an unencrypted stream has no `encryptionType`."),

  // ---- the event of a dynamodb stream

  DYNAMODB_CONSTANTS(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "`eventVersion` is `1.1`, `eventSource` is `aws:dynamodb`."),
  DYNAMODB_EVENT_ID(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "`eventID` is the stream's, without meaning."),
  DYNAMODB_EVENT_NAME(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "`eventName` is `INSERT`, `MODIFY` or `REMOVE`."),
  DYNAMODB_ARN_AND_REGION(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "`eventSourceARN` is the stream's ARN, `awsRegion` its region."),
  DYNAMODB_TIME(
      Section.DYNAMODB_EVENT,
      documented(Source.STREAM_RECORD).and(observed(Source.DYNAMODB_RECORDING)),
      "`ApproximateCreationDateTime` is a number: seconds since 1970, rounded down."),
  DYNAMODB_VALUES(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "Keys and images keep DynamoDB's types: `{\"S\":…}`, `{\"N\":\"42\"}`,"
          + " `{\"B\":\"…\"}` and so on; numbers are text, bytes base64."),
  DYNAMODB_IMAGES(
      Section.DYNAMODB_EVENT,
      documented(Source.DYNAMODB_STREAMS).and(observed(Source.DYNAMODB_RECORDING)),
      "`NewImage` and `OldImage` are there if the stream's view type and the change have them."),
  DYNAMODB_NUMBER_AND_VIEW(
      Section.DYNAMODB_EVENT,
      observed(Source.DYNAMODB_RECORDING),
      "`SequenceNumber` is a text, `StreamViewType` the view type."),
  DYNAMODB_SIZE(
      Section.DYNAMODB_EVENT,
      inferred(Source.DYNAMODB_RECORDING),
      "`SizeBytes` is the size of the keys and of each image: names and values, a number"
          + " about half its digits."),
  DYNAMODB_TIME_TO_LIVE(
      Section.DYNAMODB_EVENT,
      documented(Source.TIME_TO_LIVE),
      "A deletion by time to live is a `REMOVE` with `userIdentity`"
          + " `{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"}`."),
  DYNAMODB_NO_IDENTITY(
      Section.DYNAMODB_EVENT, inferred(), "A user's change has no `userIdentity`."),

  // ---- failures and retries

  NOT_REACHED_COSTS_NOTHING(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES, Source.KINESIS_2022),
      "A call that does not reach the function (throttled, service error) is tried again"
          + " and never uses up `MaximumRetryAttempts`."),
  NOT_REACHED_ENDS_BY_AGE(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES),
      "A function that cannot be reached is tried until the records are too old."),
  FUNCTION_ERRORS_ARE_RETRIED(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES),
      "A batch that fails is tried again until the retries are used up or its records are"
          + " too old."),
  WITHOUT_LIMITS_FOR_EVER(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES),
      "Without a limit a batch is tried again without end (on AWS, until its records"
          + " leave the stream)."),
  RETRY_BUDGET_IS_N_PLUS_ONE(
      Section.RETRIES,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "With `MaximumRetryAttempts` N a batch that keeps failing is delivered N + 1 times,"
          + " and its failure message counts N + 1."),
  AFTER_GIVING_UP(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES),
      "A batch whose retries are used up is given up: the destination, if there is one,"
          + " is told, the checkpoint moves behind the batch, the shard goes on."),
  AN_UNRESOLVED_BATCH_HOLDS_ITS_SHARD(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES, Source.DYNAMODB_FAILURES),
      "Until a batch is resolved nothing else of its shard is delivered."),
  OTHER_SHARDS_GO_ON(
      Section.RETRIES,
      documented(Source.KINESIS_FAILURES),
      "A failing shard stops no other shard."),
  BACKOFF(
      Section.RETRIES,
      open(),
      "The pause between tries is 500 ms, doubled each time, at most a minute, without jitter."),

  // ---- records that are too old

  ONLY_THE_OLD_ARE_GIVEN_UP(
      Section.AGE,
      observed(Source.KINESIS_RECORDING),
      "The maximum age removes only the records that are too old: with one old record and"
          + " five fresh ones the function gets the five, and the message describes one record,"
          + " count 1, `RecordAgeExceeded`."),
  AGE_BETWEEN_RETRIES(
      Section.AGE,
      observed(Source.KINESIS_RECORDING),
      "The age is looked at again before each try, so that it ends a batch that fails"
          + " without end."),
  EXACTLY_THE_MAXIMUM_AGE(
      Section.AGE, open(), "A record of exactly the maximum age is still delivered."),
  A_MESSAGE_PER_RUN(
      Section.AGE,
      open(),
      "Old records among fresh ones get one message for each run of neighbours, of at"
          + " most as many records as the batch size."),
  OLD_RECORDS_TAKE_NO_PLACE(
      Section.AGE, open(), "Records that are too old take no place in a batch."),
  OLD_RECORDS_IN_A_BATCHING_WINDOW(
      Section.AGE,
      open(),
      "Old records that wait for a batching window are given up at once if nothing else"
          + " waits, else with the batch."),

  // ---- partial reports (reportbatchitemfailures)

  REPORTS_ARE_ASKED_FOR(
      Section.REPORTS,
      documented(Source.REPORTS),
      "Without `ReportBatchItemFailures` the answer is not looked at."),
  SUCCESS_NULL(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`null` is complete success."),
  SUCCESS_EMPTY_TEXT(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`\"\"` is complete success."),
  SUCCESS_EMPTY_ARRAY(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`[]` is complete success."),
  SUCCESS_EMPTY_OBJECT(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`{}` is complete success."),
  SUCCESS_EMPTY_LIST(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`{\"batchItemFailures\":[]}` is complete success."),
  SUCCESS_NULL_LIST(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "`{\"batchItemFailures\":null}` is complete success."),
  SUCCESS_NOTHING(
      Section.REPORTS,
      open(),
      "No content at all, or an object without `batchItemFailures`, is success, too."),
  THE_LOWEST_DECIDES(
      Section.REPORTS,
      documented(Source.REPORTS),
      "The lowest sequence number that is reported is the checkpoint: that record and all"
          + " behind it are delivered again, those before it are not."),
  NUMBERS_NOT_TEXTS(
      Section.REPORTS, inferred(), "Sequence numbers are compared as numbers, not as texts."),
  REPORT_EMPTY_IDENTIFIER(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "An `itemIdentifier` that is empty fails the whole batch."),
  REPORT_NULL_IDENTIFIER(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "An `itemIdentifier` that is null fails the whole batch."),
  REPORT_WRONG_KEY(
      Section.REPORTS,
      documented(Source.REPORTS).and(observed(Source.KINESIS_RECORDING)),
      "An entry with another key than `itemIdentifier` fails the whole batch."),
  REPORT_NUMBER(
      Section.REPORTS,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "An `itemIdentifier` that is a JSON number fails the whole batch."),
  REPORT_STRANGER(
      Section.REPORTS,
      inferred(Source.LOCALSTACK_POLLER, Source.FLOCI),
      "An `itemIdentifier` of no record of the batch fails the whole batch."),
  REPORT_ONE_BAD_ENTRY(
      Section.REPORTS,
      inferred(Source.LOCALSTACK_POLLER),
      "One bad entry among good ones fails the whole batch."),
  REPORT_NO_LIST(
      Section.REPORTS,
      open(),
      "`batchItemFailures` that is no list of objects fails the whole batch."),
  REPORT_UNREADABLE(
      Section.REPORTS,
      inferred(Source.LOCALSTACK_POLLER),
      "An answer that is no JSON, a scalar, a text or a non-empty list fails the whole batch."),
  UNREADABLE_ANSWERS_ARE_SHOWN(
      Section.REPORTS,
      open(),
      "Why an answer was not understood, and its first 200 characters, are in"
          + " `LastProcessingResult` and in a warning."),
  THE_FIRST_RECORD(
      Section.REPORTS,
      inferred(),
      "A report that names the first record is a failure of the whole batch."),
  A_REMAINDER_IS_A_NEW_BATCH(
      Section.REPORTS,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "What is left after a report that made progress is a new batch with N + 1"
          + " invocations of its own."),
  NO_PROGRESS_COSTS_A_RETRY(
      Section.REPORTS,
      inferred(Source.FLOCI_BUG),
      "A report that makes no progress uses up a retry."),
  A_REMAINDER_WAITS(
      Section.REPORTS, open(), "What is left after a report is delivered after a pause of 500 ms."),

  // ---- splitting a failed batch (bisectbatchonfunctionerror)

  A_FAILURE_SPLITS(
      Section.BISECT,
      documented(Source.REPORTS),
      "With bisect a failed batch is split, whether or not reports are on."),
  A_REPORT_SPLITS_WHERE_IT_SAYS(
      Section.BISECT,
      documented(Source.REPORTS),
      "With bisect and reports a valid report splits the batch at the reported record,"
          + " not in the middle, and only the rest is delivered again."),
  A_SPLIT_COSTS_NO_RETRY(
      Section.BISECT, documented(Source.KINESIS_FAILURES), "A split uses up no retry."),
  A_SPLIT_LEAVES_THE_BATCH_SIZE(
      Section.BISECT,
      documented(Source.KINESIS_2022),
      "A split does not change the batch size: the batches behind it are whole again."),
  THE_MIDDLE(Section.BISECT, open(), "The first half of a batch of odd size is the smaller one."),
  LOWER_HALF_FIRST(
      Section.BISECT,
      open(),
      "The first half is resolved to the last record before the second one is delivered;"
          + " neither waits."),
  ONE_RECORD_IS_NOT_SPLIT(
      Section.BISECT, inferred(), "A batch of one record is not split but tried again."),
  AN_INVALID_REPORT_SPLITS(
      Section.BISECT,
      open(),
      "An answer that is not understood, or names the first record, splits the batch like"
          + " any failure."),
  NOT_REACHED_SPLITS_NOTHING(
      Section.BISECT, inferred(), "A call that did not reach the function splits nothing."),
  A_MESSAGE_PER_PART(
      Section.BISECT, open(), "Each part that is given up has a message of its own."),

  // ---- failure destinations

  DESTINATION_KINDS(
      Section.DESTINATIONS,
      documented(Source.ON_FAILURE),
      "A failure destination is an SQS queue, an SNS topic or an S3 bucket (a Kafka topic"
          + " is not supported here)."),
  NO_FIFO(
      Section.DESTINATIONS,
      inferred(Source.ASYNC_DESTINATIONS),
      "FIFO queues and topics are refused."),
  DOCUMENT_REQUEST(
      Section.DESTINATIONS,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`requestContext` has `requestId` (a UUID), `functionArn`, `condition` and"
          + " `approximateInvokeCount`."),
  DOCUMENT_RESPONSE(
      Section.DESTINATIONS,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`responseContext` has `statusCode` 200, `executedVersion` `$LATEST` and the"
          + " `functionError`."),
  DOCUMENT_VERSION_AND_TIME(
      Section.DESTINATIONS,
      documented(Source.KINESIS_2022)
          .and(observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING)),
      "`version` is `1.0`; `timestamp` tells in milliseconds when the batch was given up."),
  DOCUMENT_KINESIS(
      Section.DESTINATIONS,
      documented(Source.KINESIS_2022).and(observed(Source.KINESIS_RECORDING)),
      "`KinesisBatchInfo` has `shardId`, `startSequenceNumber`, `endSequenceNumber`, the"
          + " arrival of the first and of the last record in milliseconds, `batchSize` and"
          + " `streamArn`."),
  DOCUMENT_DYNAMODB(
      Section.DESTINATIONS,
      documented(Source.DYNAMODB_2022).and(observed(Source.DYNAMODB_RECORDING)),
      "For a DynamoDB stream it is called `DDBStreamBatchInfo` and its arrival times are"
          + " in seconds."),
  CONDITIONS(
      Section.DESTINATIONS,
      observed(Source.KINESIS_RECORDING, Source.DYNAMODB_RECORDING),
      "`condition` is `RetryAttemptsExhausted` or `RecordAgeExceeded`."),
  NO_RESPONSE_FOR_THE_OLD(
      Section.DESTINATIONS,
      observed(Source.KINESIS_RECORDING),
      "A message about records that are too old has a `requestId` and no `responseContext`."),
  NO_ERROR_IN_A_REPORT(
      Section.DESTINATIONS,
      observed(Source.KINESIS_RECORDING),
      "After an invalid or partial report `functionError` is there and null, `statusCode` is 200."),
  DOCUMENT_WITHOUT_RECORDS(
      Section.DESTINATIONS,
      documented(Source.KINESIS_2022),
      "A queue's message body and a topic's message are this document; the records are not in it."),
  PAYLOAD(
      Section.DESTINATIONS,
      documented(Source.DYNAMODB_FAILURES).and(observed(Source.KINESIS_RECORDING)),
      "A bucket's object is the same document and the invocation's whole event as `payload`."),
  PAYLOAD_FORM(Section.DESTINATIONS, open(), "`payload` is a JSON object, not a text."),
  PAYLOAD_OF_THE_OLD(
      Section.DESTINATIONS,
      open(),
      "The `payload` of records that are too old is the event they would have been in;"
          + " members of a window only if they were in one already."),
  OBJECT_KEY(
      Section.DESTINATIONS,
      documented(Source.KINESIS_FAILURES).and(observed(Source.KINESIS_RECORDING)),
      "The key is `aws/lambda/<mapping UUID>/<shard"
          + " id>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`, in UTC, of the instant of"
          + " `timestamp`."),
  A_MESSAGE_SENT_TWICE(
      Section.DESTINATIONS,
      open(),
      "`requestId` and key come from the content (on AWS they are random), so that a"
          + " message that is sent twice can be recognised, and is one object."),
  A_DESTINATION_THAT_IS_DOWN_HOLDS_ITS_SHARD(
      Section.DESTINATIONS,
      open(),
      "If the destination is down, the shard waits and the message is kept and sent again"
          + " after the pauses of failed calls, until it is safe."),
  A_DESTINATION_THAT_IS_DOWN_HOLDS_NOTHING_ELSE(
      Section.DESTINATIONS, open(), "Other shards and other mappings go on meanwhile."),
  A_DESTINATION_THAT_IS_DOWN_IS_VISIBLE(
      Section.DESTINATIONS,
      open(),
      "Each try that fails is in `LastProcessingResult` and in a warning."),

  // ---- tumbling windows

  WINDOW_MEMBERS(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "A window's event has `Records`, `window` with `start` and `end` (ISO-8601,"
          + " seconds, `Z`), `state`, `shardId`, `eventSourceARN`, `isFinalInvokeForWindow` and"
          + " `isWindowTerminatedEarly`."),
  WINDOW_ANSWER(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "The answer is `state` and, where reports are on, `batchItemFailures`."),
  WINDOW_BY_ARRIVAL(
      Section.WINDOWS,
      documented(Source.WINDOWS).and(inferred()),
      "A record belongs to the window in which it was inserted: by"
          + " `approximateArrivalTimestamp`, or by `ApproximateCreationDateTime`."),
  WINDOW_ALIGNMENT(
      Section.WINDOWS,
      inferred(Source.WINDOWS),
      "Windows are aligned to 1970 and half-open: with 120 s, 07:04:35 is in 07:04:00 to"
          + " 07:06:00, and 07:06:00 is in the next."),
  A_BATCH_IS_OF_ONE_WINDOW(
      Section.WINDOWS,
      inferred(),
      "A batch holds records of one window; batch size and batching window cut a window"
          + " into several calls."),
  FIRST_STATE(Section.WINDOWS, inferred(Source.WINDOWS), "The first state of a window is `{}`."),
  STATE_IS_HANDED_ON(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "Each answer replaces the state, as the function wrote it, for the next call of the window."),
  NO_STATE_IS_A_FAILURE(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "An answer without a `state` that is an object is a failed call."),
  NO_STATE_IN_THE_FINAL_CALL(
      Section.WINDOWS,
      open(),
      "The final call may also be answered with `{}`; other answers without state fail it."),
  STATE_LIMIT(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "State of more than 1 MB ends the window early."),
  AFTER_AN_EARLY_END(
      Section.WINDOWS,
      documented(Source.DOTNET_TYPES),
      "After an early end the same window goes on with fresh state; after the final call"
          + " the next window begins with fresh state."),
  THE_EARLY_CALL(
      Section.WINDOWS,
      open(),
      "The call that ends a window early has no records, carries the large state and is"
          + " not flagged as final."),
  THE_FINAL_CALL(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "A window ends with a call that is flagged as final; when it succeeds, the state is"
          + " dropped."),
  A_FINAL_CALL_THAT_FAILS(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "If the final call fails, the shard waits until it succeeds."),
  WINDOWS_HAVE_LIMITS(
      Section.WINDOWS,
      documented(Source.KINESIS_2022),
      "Retry and age limits hold in windows as well, for the final call, too."),
  A_FINAL_CALL_THAT_IS_GIVEN_UP(
      Section.WINDOWS,
      open(),
      "A final call that is given up drops the state; its message describes all the"
          + " window's records, and the shard goes on."),
  AGE_OF_A_FINAL_CALL(
      Section.WINDOWS, open(), "The age of a final call counts from when it fell due."),
  A_FINAL_CALL_WITHOUT_RECORDS(Section.WINDOWS, open(), "`Records` of the final call is empty."),
  CLOSED_BY_A_LATER_RECORD(
      Section.WINDOWS, open(), "A record of a later window closes the open one."),
  CLOSED_BY_THE_CLOCK(
      Section.WINDOWS,
      open(),
      "The clock closes a window at its end once the shard holds nothing more."),
  WAITING_RECORDS_GO_FIRST(
      Section.WINDOWS,
      open(),
      "Records that still wait when a window is over are delivered first, without waiting"
          + " out the batching window."),
  NO_CALL_FOR_AN_EMPTY_WINDOW(Section.WINDOWS, open(), "A window without records has no call."),
  A_WINDOW_THAT_WAS_GIVEN_UP(
      Section.WINDOWS,
      open(),
      "A window whose records were all given up still has its final call."),
  OLDER_THAN_THE_OPEN_WINDOW(
      Section.WINDOWS,
      open(),
      "A record that is older than the open window counts to the open one."),
  OF_A_CLOSED_WINDOW(
      Section.WINDOWS,
      open(),
      "A record that arrives for a closed window counts to the one that follows."),
  THE_END_OF_A_SHARD_CLOSES(
      Section.WINDOWS,
      documented(Source.KINESIS_2022),
      "Nothing is aggregated across a resharding: the end of a shard closes its window,"
          + " its children begin afresh."),
  FIRST_DELIVERY_IN_ORDER(
      Section.WINDOWS,
      documented(Source.WINDOWS),
      "In windows, too, records are first delivered in order."),
  A_REPORT_KEEPS_THE_STATE(Section.WINDOWS, open(), "A valid report keeps the state it came with."),
  A_FAILURE_ROLLS_THE_STATE_BACK(
      Section.WINDOWS, open(), "A failed call leaves the state as it was before."),
  BISECT_IN_A_WINDOW(
      Section.WINDOWS,
      open(),
      "With bisect each part of a window's batch continues with the state of the part before it."),

  // ---- filters

  NUMBER_OF_FILTERS(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "A mapping has at most 5 filters, on request 10; here at most 10."),
  FILTERS_ARE_ALTERNATIVES(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "A record passes if one of the filters matches, or if there are none."),
  FIELDS_ARE_CONDITIONS(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "All fields of a pattern must match; fields of the record that it does not name are"
          + " ignored."),
  LISTS_ARE_ALTERNATIVES(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "One of the values in a field's list must match."),
  THE_LAST_DUPLICATE_COUNTS(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Of a field that a pattern names twice the last one counts."),
  OPERATORS(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Patterns know equal values, null, the empty text, `anything-but`, `numeric` (`=`"
          + " and ranges), `exists` and `prefix`."),
  MORE_OPERATORS(
      Section.FILTERS,
      open(),
      "Beyond that, EventBridge's `suffix`, `equals-ignore-case` and `$or` work;"
          + " `wildcard` and `cidr` are refused by name."),
  TEXTS_MATCH_EXACTLY(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Texts match exactly, upper and lower case included."),
  NUMBERS_BY_THEIR_CHARACTERS(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Equal numbers are compared by how they are written: 300 is not 3.0e2."),
  TEXTS_ARE_NO_NUMBERS(
      Section.FILTERS,
      observed(Source.DYNAMODB_RECORDED_TESTS, Source.DYNAMODB_RECORDING),
      "`numeric` does not match a number in a text; so it never matches a DynamoDB `N`."),
  EXISTS_ON_LEAVES(
      Section.FILTERS,
      observed(Source.DYNAMODB_RECORDED_TESTS, Source.DYNAMODB_RECORDING),
      "`exists` looks at leaves only: on an attribute without its type, true never"
          + " matches and false always does."),
  DATA_ARE_READ_AS_JSON(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "A Kinesis record's data are decoded, read as JSON and matched under `data`, not"
          + " under `kinesis.data`."),
  KINESIS_METADATA(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "A Kinesis record's other fields, such as `partitionKey`, stand beside `data` (the"
          + " current page supports `data` only)."),
  DYNAMODB_FIELDS(
      Section.FILTERS,
      documented(Source.TIME_TO_LIVE).and(observed(Source.DYNAMODB_RECORDING)),
      "For DynamoDB every field of the record can be matched: typed images under"
          + " `dynamodb`, `eventName`, `userIdentity` (the current page supports `dynamodb`"
          + " only)."),
  CREATION_TIME_IS_A_NUMBER(
      Section.FILTERS,
      observed(Source.DYNAMODB_RECORDING),
      "`ApproximateCreationDateTime` matches `numeric`."),
  OTHER_FIELDS_ARE_REFUSED(
      Section.FILTERS, open(), "A pattern on a field that no record of the source has is refused."),
  JSON_DATA_AND_A_PATTERN(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "JSON data and a pattern on the data: the pattern decides."),
  NO_PATTERN_ON_THE_DATA(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "No pattern on the data: the other fields decide, whether or not the data are JSON."),
  OTHER_DATA_AND_A_PATTERN(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Data that are not JSON and a pattern on the data: the record is dropped in silence."),
  PATTERN_ON_THE_DATA_THAT_IS_NOT_JSON(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "A pattern on the data that is not JSON is refused when the mapping is made."),
  OTHER_DATA_AND_SEVERAL_FILTERS(
      Section.FILTERS,
      open(),
      "Data that are not JSON can still match another filter, one that does not look into"
          + " the data."),
  AGGREGATED_RECORDS_ARE_FILTERED_WHOLE(
      Section.FILTERS,
      open(Source.KINESIS_FILTERS),
      "A record that the Kinesis Producer Library aggregated is filtered as the one that holds the"
          + " others: its data are no JSON, so that a pattern on the data drops all of them."),
  FILTERED_RECORDS_ARE_PASSED_OVER(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Reading goes on behind records that do not match; they are not tried again, and no"
          + " destination hears of them."),
  THE_BATCH_SIZE_COUNTS_MATCHES(
      Section.FILTERS,
      documented(Source.FILTERS_2022),
      "Filtering happens while a batch fills up, so that the batch size counts records"
          + " that match."),
  NOTHING_MATCHED(
      Section.FILTERS,
      inferred(),
      "If nothing matched, there is no call, and the checkpoint moves all the same."),
  THE_CHECKPOINT_OVER_FILTERED_RECORDS(
      Section.FILTERS,
      open(),
      "The checkpoint is the highest sequence number below every record that is neither processed"
          + " nor given up; it passes filtered records."),
  FILTERED_RECORDS_OPEN_NO_BATCHING_WINDOW(
      Section.FILTERS, open(), "Records that do not match open no batching window."),
  DATA_ARE_DELIVERED_AS_PUT(
      Section.FILTERS,
      inferred(),
      "Filters change nothing: records that match are delivered byte for byte as they were put."),
  MANY_ALTERNATIVES(
      Section.FILTERS,
      open(),
      "Patterns whose `$or` multiply to more than 1,000 alternatives are refused.");

  private final Section section;
  private final Evidence evidence;
  private final String sentence;

  Rule(Section section, Evidence evidence, String sentence) {
    this.section = section;
    this.evidence = evidence;
    this.sentence = sentence;
  }

  Section section() {
    return section;
  }

  Evidence evidence() {
    return evidence;
  }

  /// What holds, as Markdown.
  String sentence() {
    return sentence;
  }
}
