package dev.millrace.local.stack;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The `Policies` of a SAM function: managed policies, documents and SAM's templates.
///
/// Deviates from AWS: unless IAM is enforced nothing is authorised, so that they are only checked
/// for their form.
final class Policies {

  /// The names of SAM's policy templates.
  private static final Set<String> TEMPLATES =
      Set.of(
          """
          AMIDescribePolicy AWSSecretsManagerGetSecretValuePolicy
          AWSSecretsManagerRotationPolicy AcmGetCertificatePolicy AthenaQueryPolicy
          CloudFormationDescribeStacksPolicy CloudWatchDashboardPolicy
          CloudWatchDescribeAlarmHistoryPolicy CloudWatchPutMetricPolicy
          CodeCommitCrudPolicy CodeCommitReadPolicy CodePipelineLambdaExecutionPolicy
          CodePipelineReadOnlyPolicy ComprehendBasicAccessPolicy
          CostExplorerReadOnlyPolicy DynamoDBBackupFullAccessPolicy DynamoDBCrudPolicy
          DynamoDBReadPolicy DynamoDBReconfigurePolicy DynamoDBRestoreFromBackupPolicy
          DynamoDBStreamReadPolicy DynamoDBWritePolicy EC2CopyImagePolicy
          EC2DescribePolicy EFSWriteAccessPolicy EKSDescribePolicy EcsRunTaskPolicy
          ElasticMapReduceAddJobFlowStepsPolicy ElasticMapReduceCancelStepsPolicy
          ElasticMapReduceModifyInstanceFleetPolicy
          ElasticMapReduceModifyInstanceGroupsPolicy
          ElasticMapReduceSetTerminationProtectionPolicy
          ElasticMapReduceTerminateJobFlowsPolicy ElasticsearchHttpPostPolicy
          EventBridgePutEventsPolicy FilterLogEventsPolicy FirehoseCrudPolicy
          FirehoseWritePolicy KMSDecryptPolicy KMSEncryptPolicy KMSEncryptPolicy_v2
          KinesisCrudPolicy KinesisStreamReadPolicy LambdaInvokePolicy
          MobileAnalyticsWriteOnlyAccessPolicy OrganizationsListAccountsPolicy
          PinpointEndpointAccessPolicy PollyFullAccessPolicy
          RekognitionDetectOnlyPolicy RekognitionFacesManagementPolicy
          RekognitionFacesPolicy RekognitionLabelsPolicy RekognitionNoDataAccessPolicy
          RekognitionReadPolicy RekognitionWriteOnlyAccessPolicy
          Route53ChangeResourceRecordSetsPolicy S3CrudPolicy S3FullAccessPolicy
          S3ReadPolicy S3WritePolicy SESBulkTemplatedCrudPolicy
          SESBulkTemplatedCrudPolicy_v2 SESCrudPolicy SESEmailTemplateCrudPolicy
          SESSendBouncePolicy SNSCrudPolicy SNSPublishMessagePolicy SQSPollerPolicy
          SQSSendMessagePolicy SSMParameterReadPolicy
          SSMParameterWithSlashPrefixReadPolicy SageMakerCreateEndpointConfigPolicy
          SageMakerCreateEndpointPolicy ServerlessRepoReadWriteAccessPolicy
          StepFunctionsCallbackPolicy StepFunctionsExecutionPolicy
          StepFunctionsExecutionPolicy_v2 TextractDetectAnalyzePolicy
          TextractGetResultPolicy TextractPolicy VPCAccessPolicy
          """
              .strip()
              .split("\\s+"));

  private Policies() {}

  /// @throws TemplateException if one of them cannot be a policy
  static void check(Object policies, Properties properties) {
    for (var policy : policies instanceof List<?> list ? list : List.of(policies)) {
      switch (policy) {
        case String _ -> {}
        case Map<?, ?> document when document.containsKey("Statement") -> {}
        case Map<?, ?> template
            when template.size() == 1 && TEMPLATES.containsAll(template.keySet()) -> {}
        default ->
            throw properties.wrong(
                "Policies", "managed policies, documents or templates of SAM", policy);
      }
    }
  }
}
