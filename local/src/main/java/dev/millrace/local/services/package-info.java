/// Services that libraries provide: DynamoDB Local, ElasticMQ, S3Proxy.
@NullMarked
package dev.millrace.local.services;

import org.jspecify.annotations.NullMarked;
